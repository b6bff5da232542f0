using System.Collections.Immutable;
using Infra.Tests.Settings;

namespace Infra.Tests.Golden;

public class ManifestSchemaTests
{
    [Fact]
    public void FindErrors_OfAnInvalidObject_NamesEachError()
    {
        using var schema = ManifestSchema.Load();
        var service = Map(
            ("metadata", Map(("name", "a"))),
            (
                "spec",
                Map(
                    ("prots", "x"),
                    ("publishNotReadyAddresses", "yes"),
                    ("ports", ImmutableArray.Create<object>(Map(("name", "http"), ("targetPort", true))))
                )
            )
        );

        Assert.Equal(
            [
                "Service.spec.ports[0].port: missing",
                "Service.spec.ports[0].targetPort: True is neither number nor text",
                "Service.spec.prots: the schema has no such field",
                "Service.spec.publishNotReadyAddresses: yes is no boolean",
            ],
            schema.FindErrors("kubernetes:core/v1:Service", service).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void FindErrors_OfAnUnknownKind_NamesIt()
    {
        using var schema = ManifestSchema.Load();

        Assert.Single(schema.FindErrors("kubernetes:apps/v1:Deploiment", Map()));
    }

    [Fact]
    public void FindErrors_OfACustomResource_ChecksItsDefinition()
    {
        using var schema = ManifestSchema.Load().With(StackSources.PathOf("tests", "Infra.Tests", "Traffic", "Gateways", "Definitions"));
        var route = Map(
            (
                "spec",
                Map(
                    ("hostnames", ImmutableArray.CreateRange<object>(Enumerable.Range(0, 17).Select(host => $"h{host}.example.com"))),
                    (
                        "rules",
                        ImmutableArray.Create<object>(
                            Map(
                                ("timeouts", Map(("request", "1d"))),
                                ("retry", Map(("attempts", 2d))),
                                ("backendRefs", ImmutableArray.Create<object>(Map(("name", "web"), ("port", 0d), ("weight", 1_000_001d))))
                            )
                        )
                    )
                )
            )
        );

        Assert.Equal(
            [
                "HTTPRoute.spec.hostnames: System.Collections.Immutable.ImmutableArray`1[System.Object] is out of bounds",
                "HTTPRoute.spec.rules[0].backendRefs[0].port: 0 is out of bounds",
                "HTTPRoute.spec.rules[0].backendRefs[0].weight: 1000001 is out of bounds",
                "HTTPRoute.spec.rules[0].retry: the schema has no such field",
                "HTTPRoute.spec.rules[0].timeouts.request: 1d is out of bounds",
            ],
            schema.FindErrors("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", route).Order(StringComparer.Ordinal)
        );
    }

    private static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
}
