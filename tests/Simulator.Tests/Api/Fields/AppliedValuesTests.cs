using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Patching;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Api.Fields;

/// <summary>How values of applied configurations and strategic merge patches are converted.</summary>
public sealed class AppliedValuesTests
{
    private const string Template = """
        {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":PORT}],
         "resources":{"limits":{"cpu":"CPU"}}}]}}
        """;

    private readonly InMemoryCluster _cluster = new(TimeProvider.System, new IdentitySource(1));

    public AppliedValuesTests() => ClusterBootstrap.Run(_cluster.Client);

    [Fact]
    public void Apply_OfAMalformedQuantity_CannotBeConverted() =>
        AssertUnconvertible(
            GroupResource.Deployments,
            CreateDeployment("1", "80", "abc"),
            "(default/o; apps/v1, Kind=Deployment) to proper version: unable to convert unstructured object to apps/v1, Kind=Deployment: "
                + "quantities must match the regular expression"
        );

    [Fact]
    public void Apply_OfMalformedBytes_CannotBeConverted() =>
        AssertUnconvertible(
            GroupResource.Secrets,
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"o","namespace":"default"},"data":{"a":"?"}}""",
            "(default/o; /v1, Kind=Secret) to proper version: unable to convert unstructured object to /v1, Kind=Secret: illegal base64 data"
        );

    [Fact]
    public void Apply_OfAMalformedTime_CannotBeConverted() =>
        AssertUnconvertible(
            GroupResource.ConfigMaps,
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"o","namespace":"default","creationTimestamp":"now"}}""",
            "(default/o; /v1, Kind=ConfigMap) to proper version: unable to convert unstructured object to /v1, Kind=ConfigMap: parsing time"
        );

    [Theory]
    [InlineData("2.0", "80.0")]
    [InlineData("2e0", "8e1")]
    public void Apply_OfWholeFloats_StoresIntegers(string replicas, string port)
    {
        var applied = Patch(GroupResource.Deployments, PatchType.Apply, CreateDeployment(replicas, port, "1"));

        Assert.Equal("2", applied.Spec["replicas"]!.ToJsonString());
        var container = applied.Spec.Map("template", "spec")!["containers"]![0]!;
        Assert.Equal("80", container["ports"]![0]!["containerPort"]!.ToJsonString());
    }

    [Fact]
    public void StrategicMergePatch_OfAWholeFloat_StoresAnInteger()
    {
        Patch(GroupResource.Deployments, PatchType.Apply, CreateDeployment("1", "80", "1"));

        var patched = Patch(GroupResource.Deployments, PatchType.StrategicMerge, """{"spec":{"replicas":3.0}}""");

        Assert.Equal("3", patched.Spec["replicas"]!.ToJsonString());
    }

    [Fact]
    public void AnAutoscaler_WhoseAnnotationHasAKeyTwice_IgnoresIt()
    {
        const string Metrics = """[{\"type\":\"Resource\",\"type\":\"Pods\"}]""";
        Assert.True(_cluster.Catalog.TryFind("autoscaling", "v1", "horizontalpodautoscalers", out var kind));
        var body = JsonNode.Parse(
            $$"""
            {"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler",
             "metadata":{"name":"o","annotations":{"autoscaling.alpha.kubernetes.io/metrics":"{{Metrics}}"} },
             "spec":{"maxReplicas":5,"targetCPUUtilizationPercentage":50,
             "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"} } }
            """
        )!;

        _cluster.Api.Create(kind, "default", body.AsObject(), new RequestOptions { FieldManager = "ann" });

        var stored = _cluster.Client.Get(GroupResource.HorizontalPodAutoscalers, "default", "o");
        Assert.Single(stored.Spec.Objects("metrics"));
    }

    [Fact]
    public void ApplyByKubectl_OverAnAnnotationWithAKeyTwice_DoesNotTakeItForAnEarlierApply()
    {
        const string Last = """{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"data\":{\"a\":\"1\",\"a\":\"1\"}}""";
        var body = JsonNode.Parse(
            $$"""
            {"metadata":{"name":"o","namespace":"default","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{{Last}}"} },
             "data":{"a":"1"} }
            """
        )!;
        _cluster.Client.Create(GroupResource.ConfigMaps, body.AsObject());

        var error = Assert.ThrowsAny<StatusException>(() =>
            Patch(
                GroupResource.ConfigMaps,
                PatchType.Apply,
                """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"o"},"data":{"a":"2"}}""",
                "kubectl"
            )
        );

        Assert.Equal(409, error.Code);
    }

    private void AssertUnconvertible(GroupResource resource, string configuration, string problem)
    {
        var error = Assert.Throws<StatusException>(() => Patch(resource, PatchType.Apply, configuration));

        Assert.Equal(500, error.Code);
        Assert.StartsWith($"failed to convert new object {problem}", error.Message, StringComparison.Ordinal);
    }

    private static string CreateDeployment(string replicas, string port, string cpu) =>
        """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"o","namespace":"default"},
             "spec":{"replicas":REPLICAS,"selector":{"matchLabels":{"a":"b"}},"template":TEMPLATE}}
            """.Replace("REPLICAS", replicas, StringComparison.Ordinal).Replace("TEMPLATE", Template, StringComparison.Ordinal).Replace(
            "PORT",
            port,
            StringComparison.Ordinal
        ).Replace("CPU", cpu, StringComparison.Ordinal);

    private KubeObject Patch(GroupResource resource, PatchType type, string text, string manager = "ann")
    {
        Assert.True(_cluster.Catalog.TryFind(resource, out var kind));
        var patch = new Patch(type, Encoding.UTF8.GetBytes(text));
        return _cluster.Api.Patch(kind, "default", "o", "", patch, new RequestOptions { FieldManager = manager }).Patched;
    }
}
