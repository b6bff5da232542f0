using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Api;

/// <summary>Refusals of LimitRanges and ResourceQuotas that no recording covers.</summary>
public sealed class LimitTableTests
{
    private readonly InMemoryCluster _cluster = new(TimeProvider.System, new IdentitySource(1));

    public LimitTableTests()
    {
        ClusterBootstrap.Run(_cluster.Client);
        Create(GroupResource.ServiceAccounts, """{"metadata":{"name":"default"}}""");
    }

    [Theory]
    [InlineData(
        """{"type":"Container","max":{"cpu":"1"}}""",
        "maximum cpu usage per Container is 1, but limit is 2",
        """
            {"containers":[{"name":"a","image":"i","resources":{"limits":{"cpu":"2"}}},
            {"name":"b","image":"i","resources":{"limits":{"cpu":"2"}}}]}
            """
    )]
    [InlineData(
        """{"type":"Pod","maxLimitRequestRatio":{"cpu":"2"}}""",
        "cpu max limit to request ratio per Pod is 2, but no limit is specified or limit is 0",
        """{"containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"1"}}}]}"""
    )]
    public void LimitRange_APodBreaksIt_SaysSoOnce(string limit, string problem, string spec)
    {
        Create(GroupResource.LimitRanges, """{"metadata":{"name":"l"},"spec":{"limits":[""" + limit + "]}}");

        var failure = Assert.Throws<StatusException>(() => CreatePod(spec));

        Assert.Equal($"pods \"p\" is forbidden: {problem}", failure.Message);
    }

    [Fact]
    public void LimitRanges_SeveralWithDefaults_TheLastOneThatSetsSomethingIsNamed()
    {
        Create(
            GroupResource.LimitRanges,
            """{"metadata":{"name":"l"},"spec":{"limits":[{"type":"Container","default":{"cpu":"1"},"defaultRequest":{"cpu":"1"} }] } }"""
        );
        Create(
            GroupResource.LimitRanges,
            """
            {"metadata":{"name":"m"},"spec":{"limits":[{"type":"Container","default":{"cpu":"2","memory":"1Gi"},
             "defaultRequest":{"memory":"1Mi"} }] } }
            """
        );
        CreatePod("""{"containers":[{"name":"a","image":"i"}]}""");

        var pod = _cluster.Client.Find(GroupResource.Pods, "default", "p")!;
        var resources = pod.Spec.Objects("containers").Single().Map("resources")!;
        Assert.Equal("""{"cpu":"1","memory":"1Gi"}""", resources.Map("limits")!.ToJsonString());
        Assert.Equal("""{"cpu":"1","memory":"1Mi"}""", resources.Map("requests")!.ToJsonString());
        Assert.Equal(
            "LimitRanger plugin set: memory request for container a; memory limit for container a",
            pod.Metadata.Text("annotations", "kubernetes.io/limit-ranger")
        );
    }

    [Theory]
    [InlineData("""{"pods":"1"}""", "{}", "status unknown for quota: q, resources: pods")]
    [InlineData(
        """{"hugepages-2Mi":"1Mi","requests.example.com/gpu":"1","limits.example.com/gpu":"1"}""",
        """{"hugepages-2Mi":"0","requests.example.com/gpu":"0"}""",
        "exceeded quota: q, requested: hugepages-2Mi=2Mi,requests.example.com/gpu=2, used: hugepages-2Mi=0,requests.example.com/gpu=0, "
            + "limited: hugepages-2Mi=1Mi,requests.example.com/gpu=1"
    )]
    [InlineData("""{"limits.cpu":"1"}""", """{"limits.cpu":"0"}""", "failed quota: q: must specify limits.cpu for: a")]
    public void Quota_APodBreaksIt_SaysHow(string hard, string used, string problem)
    {
        CreateQuota(hard, used, "{}");

        var failure = Assert.Throws<StatusException>(() =>
            CreatePod(
                """
                {"containers":[{"name":"a","image":"i","resources":
                {"requests":{"cpu":"1"},"limits":{"hugepages-2Mi":"2Mi","example.com/gpu":"2"}}}]}
                """
            )
        );

        Assert.Equal($"pods \"p\" is forbidden: {problem}", failure.Message);
    }

    [Fact]
    public void Quota_OfTerminatingPods_CountsAPodThatGetsADeadline()
    {
        CreateQuota("""{"pods":"0"}""", """{"pods":"0"}""", """{"scopes":["Terminating"]}""");
        CreatePod("""{"containers":[{"name":"a","image":"i"}]}""");

        var failure = Assert.Throws<StatusException>(() =>
            _cluster.Client.Patch(GroupResource.Pods, "default", "p", Parse("""{"spec":{"activeDeadlineSeconds":5}}"""))
        );

        Assert.Equal("pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0", failure.Message);
    }

    [Fact]
    public void Quota_OfAffinityToOtherNamespaces_CountsOnlySuchPods()
    {
        CreateQuota("""{"pods":"0"}""", """{"pods":"0"}""", """{"scopes":["CrossNamespacePodAffinity"]}""");
        CreatePod("""{"containers":[{"name":"a","image":"i"}]}""");

        var failure = Assert.Throws<StatusException>(() =>
            CreatePod(
                """
                {"containers":[{"name":"a","image":"i"}],"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
                [{"topologyKey":"kubernetes.io/hostname","labelSelector":{},"namespaces":["x"]}]}}}
                """,
                "r"
            )
        );

        Assert.StartsWith("pods \"r\" is forbidden: exceeded quota: q", failure.Message, StringComparison.Ordinal);
    }

    private void CreateQuota(string hard, string used, string spec)
    {
        var body = Parse(spec);
        body["hard"] = JsonNode.Parse(hard);
        Create(
            GroupResource.ResourceQuotas,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "q" },
                ["spec"] = body,
            }.ToJsonString()
        );
        var status = new JsonObject { ["hard"] = JsonNode.Parse(hard), ["used"] = JsonNode.Parse(used) };
        _cluster.Client.Patch(GroupResource.ResourceQuotas, "default", "q", new JsonObject { ["status"] = status }, "status");
    }

    private void CreatePod(string spec, string name = "p") =>
        Create(GroupResource.Pods, $$"""{"metadata":{"name":"{{name}}"},"spec":{{spec}} }""");

    private void Create(GroupResource resource, string json)
    {
        var body = Parse(json);
        body["metadata"]!["namespace"] = "default";
        _cluster.Client.Create(resource, body);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
