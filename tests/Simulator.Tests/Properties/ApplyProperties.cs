using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Patching;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Microsoft.Extensions.Time.Testing;

namespace Infra.Simulator.Tests.Properties;

/// <summary>Server-side apply of generated objects of every kind.</summary>
public sealed class ApplyProperties
{
    private static readonly string[] _texts = ["a", "b", "c"];

    private static readonly string[] _amounts =
    [
        "1",
        "1000m",
        "0.5",
        "0.25",
        "1.001",
        "1500m",
        "1e3",
        "+5",
        "100n",
        "1u",
        "1024Ki",
        "1.5Gi",
        "1025Mi",
        "12E2",
    ];

    private static readonly Gen<string> Amounts = Gen.Int[0, _amounts.Length - 1].Select(index => _amounts[index]);

    private static readonly Gen<string[]> Keys = Gen.Int[0, _texts.Length].Select(count => _texts[..count]);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly InMemoryCluster _cluster;
    private int _objects;

    public ApplyProperties()
    {
        _cluster = new InMemoryCluster(_clock, new IdentitySource(1));
        ClusterBootstrap.Run(_cluster.Client);
        _cluster.Client.Create(
            GroupResource.ServiceAccounts,
            (JsonObject)JsonNode.Parse("""{"metadata":{"name":"default","namespace":"default"},"automountServiceAccountToken":false}""")!
        );
    }

    [Theory]
    [MemberData(nameof(ValidObjects.All), MemberType = typeof(ValidObjects))]
    public void Apply_OfTheSameConfiguration_ChangesNothing(string apiVersion, string kindName, string fields)
    {
        var kind = _cluster.Catalog.FindByKind(apiVersion, kindName)!;
        Gen.Select(Amounts, Keys, Keys, Gen.Bool)
            .Sample(
                (amount, labels, annotations, isReversed) =>
                {
                    var configuration = CreateConfiguration(kind, fields.Replace("AMOUNT", amount, StringComparison.Ordinal));
                    var metadata = configuration["metadata"]!.AsObject();
                    metadata["labels"] = new JsonObject(labels.Select(key => KeyValuePair.Create<string, JsonNode?>(key, "v")));
                    metadata["annotations"] = new JsonObject(annotations.Select(key => KeyValuePair.Create<string, JsonNode?>(key, "v")));

                    var first = Apply(kind, configuration);
                    _clock.Advance(TimeSpan.FromSeconds(3));
                    var second = Apply(kind, isReversed ? Reverse(configuration) : configuration);

                    Assert.Equal(first.Body.ToJsonString(), second.Body.ToJsonString());
                },
                iter: 20,
                threads: 1
            );
    }

    [Fact]
    public void ValidObjects_OfEveryStoredKind_AreListed()
    {
        var listed = ValidObjects.All.Select(row => ((string)row[0], (string)row[1])).ToHashSet();
        string[] others =
        [
            // These take their name from their spec, or the simulator refuses them, or they need a certificate.
            "CustomResourceDefinition",
            "APIService",
            "CertificateSigningRequest",
            "ServiceCIDR",
            "IPAddress",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionPolicyBinding",
            "MutatingWebhookConfiguration",
            "ClusterRoleBinding",
        ];
        Assert.Empty(
            _cluster
                .Catalog.Kinds.Where(kind => kind.Verbs.Contains("patch") && kind.Verbs.Contains("create") && kind.Group != "events.k8s.io")
                .Where(kind => !others.Contains(kind.Kind) && !listed.Contains((kind.ApiVersion, kind.Kind)))
                .Select(kind => $"{kind.ApiVersion} {kind.Kind}")
        );
    }

    private JsonObject CreateConfiguration(ResourceKind kind, string fields)
    {
        var configuration = (JsonObject)JsonNode.Parse(fields)!;
        configuration["apiVersion"] = kind.ApiVersion;
        configuration["kind"] = kind.Kind;
        configuration["metadata"] = new JsonObject { ["name"] = $"o{++_objects}" };
        return configuration;
    }

    private KubeObject Apply(ResourceKind kind, JsonObject configuration)
    {
        var patch = new Patch(PatchType.Apply, Encoding.UTF8.GetBytes(configuration.ToJsonString()));
        var options = new RequestOptions { FieldManager = "tests" };
        var inNamespace = kind.Namespaced ? "default" : "";
        return _cluster.Api.Patch(kind, inNamespace, configuration["metadata"]!["name"]!.ToString(), "", patch, options).Patched;
    }

    private static JsonObject Reverse(JsonObject json) =>
        new(
            json.Reverse()
                .Select(entry => KeyValuePair.Create(entry.Key, entry.Value is JsonObject map ? Reverse(map) : entry.Value?.DeepClone()))
        );
}
