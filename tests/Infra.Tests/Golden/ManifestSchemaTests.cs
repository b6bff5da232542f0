using System.Collections.Immutable;

namespace Infra.Tests.Golden;

public class ManifestSchemaTests
{
    [Fact]
    public void FaultsOf_AWrongObject_NamesEachFault()
    {
        using var schema = ManifestSchema.Load();
        var service = Map(("metadata", Map(("name", "a"))), ("spec", Map(
            ("prots", "x"),
            ("publishNotReadyAddresses", "yes"),
            ("ports", ImmutableArray.Create<object>(Map(("name", "http"), ("targetPort", true)))))));

        Assert.Equal(
            [
                "Service.spec.ports[0].port: missing",
                "Service.spec.ports[0].targetPort: True is neither number nor text",
                "Service.spec.prots: Kubernetes knows no such field",
                "Service.spec.publishNotReadyAddresses: yes is no boolean",
            ],
            schema.FaultsOf("kubernetes:core/v1:Service", service).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void FaultsOf_AnUnknownKind_SaysSo()
    {
        using var schema = ManifestSchema.Load();

        Assert.Single(schema.FaultsOf("kubernetes:apps/v1:Deploiment", Map()));
    }

    private static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
}
