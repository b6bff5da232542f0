using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Api;

/// <summary>Rules for pods, jobs and quotas that no recording covers.</summary>
public sealed class WorkloadRulesTests
{
    private readonly IClusterClient _client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;

    public WorkloadRulesTests()
    {
        ClusterBootstrap.Run(_client);
        var account = Parse("""{"metadata":{"name":"default","namespace":"default"},"automountServiceAccountToken":false}""");
        _client.Create(GroupResource.ServiceAccounts, account);
    }

    [Fact]
    public void Resize_ThatChangesTheQualityOfService_IsInvalid()
    {
        Create(GroupResource.Pods, Pod("""{"requests":{"cpu":"1","memory":"1Gi"},"limits":{"cpu":"2","memory":"2Gi"}}"""));

        var error = Assert.Throws<StatusException>(() =>
            _client.Patch(
                GroupResource.Pods,
                "default",
                "o",
                Parse(
                    """
                    {"spec":{"containers":[{"name":"c","image":"i",
                     "resources":{"requests":{"cpu":"2","memory":"2Gi"},"limits":{"cpu":"2","memory":"2Gi"}}}]}}
                    """
                ),
                "resize"
            )
        );

        Assert.Equal(
            "Pod \"o\" is invalid: spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of resizing",
            error.Message
        );
    }

    [Fact]
    public void Resize_WritesOnlyResources()
    {
        Create(GroupResource.Pods, Pod("""{"requests":{"cpu":"1"}}"""));

        var resized = _client.Patch(
            GroupResource.Pods,
            "default",
            "o",
            Parse("""{"spec":{"priority":7,"containers":[{"name":"c","image":"other","resources":{"requests":{"cpu":"2"}}}]}}"""),
            "resize"
        );

        var container = resized.Spec.Objects("containers").Single();
        Assert.Equal(("i", "2"), (container.Text("image"), container.Text("resources", "requests", "cpu")));
        Assert.Equal(0, resized.Spec.Number("priority"));
    }

    [Fact]
    public void Update_OfASuspendedJob_MayChangeItsNodeSelectorButNotItsImage()
    {
        Create(GroupResource.Jobs, Job(""" "suspend":true, """));

        var moved = PatchJob("""{"nodeSelector":{"zone":"a"}}""");
        var error = Assert.Throws<StatusException>(() => PatchJob("""{"containers":[{"name":"c","image":"j"}]}"""));

        Assert.Equal("a", moved.Spec.Text("template", "spec", "nodeSelector", "zone"));
        Assert.EndsWith(": field is immutable", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0-5", "error parsing succeededIndexes: too large index: \"5\"")]
    [InlineData("1,0", "error parsing succeededIndexes: non-increasing order, previous: 1, current: 0")]
    [InlineData("a", "error parsing succeededIndexes: cannot convert string to integer for index: \"a\"")]
    public void Create_JobWithBadSucceededIndexes_IsInvalid(string indexes, string problem)
    {
        var policy = $$"""{"rules":[{"succeededIndexes":"{{indexes}}"}]}""";

        var error = Assert.Throws<StatusException>(() =>
            Create(GroupResource.Jobs, Job($$""" "completionMode":"Indexed","completions":3,"successPolicy":{{policy}}, """))
        );

        Assert.Equal(
            $"Job.batch \"o\" is invalid: spec.successPolicy.rules[0].succeededIndexes: Invalid value: \"{indexes}\": {problem}",
            error.Message
        );
    }

    [Fact]
    public void Create_QuotaWhoseSelectorNeedsValues_IsInvalid()
    {
        var error = Assert.Throws<StatusException>(() =>
            Create(
                GroupResource.ResourceQuotas,
                """{"hard":{"pods":"1"},"scopeSelector":{"matchExpressions":[{"scopeName":"PriorityClass","operator":"In"}]}}"""
            )
        );

        Assert.Equal(
            "ResourceQuota \"o\" is invalid: spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when "
                + "`operator` is 'In' or 'NotIn' for scope selector",
            error.Message
        );
    }

    [Fact]
    public void Create_PodOfARuntimeClass_HasItsOverheadAndTolerations()
    {
        _client.Create(
            new GroupResource("node.k8s.io", "runtimeclasses"),
            Parse(
                """
                {"metadata":{"name":"sandbox"},"handler":"h","overhead":{"podFixed":{"cpu":"10m"}},
                 "scheduling":{"tolerations":[{"key":"t","operator":"Exists"}]}}
                """
            )
        );

        var pod = Create(GroupResource.Pods, """{"runtimeClassName":"sandbox","containers":[{"name":"c","image":"i"}]}""");

        Assert.Equal("10m", pod.Spec.Text("overhead", "cpu"));
        Assert.Equal("t", pod.Spec.Objects("tolerations").Last().Text("key"));
    }

    [Theory]
    [InlineData("""[{"name":"v","secret":{"secretName":"s"}}]""", "a mirror pod may not reference secrets")]
    [InlineData(
        """[{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}]""",
        "a mirror pod may not use ServiceAccountToken volume projections"
    )]
    public void Create_MirrorPodThatRefersToOtherObjects_IsForbidden(string volumes, string problem)
    {
        const string Metadata = """{"name":"o","namespace":"default","annotations":{"kubernetes.io/config.mirror":"h"}}""";
        var spec = $$"""{"nodeName":"n","volumes":{{volumes}},"containers":[{"name":"c","image":"i"}]}""";

        var error = Assert.Throws<StatusException>(() =>
            _client.Create(GroupResource.Pods, Parse($$"""{"metadata":{{Metadata}},"spec":{{spec}} }"""))
        );

        Assert.Equal($"pods \"o\" is forbidden: {problem}", error.Message);
    }

    [Fact]
    public void Create_PodWithASecretThatItsAccountDoesNotReference_IsForbidden()
    {
        const string Annotations = """{"kubernetes.io/enforce-mountable-secrets":"true"}""";
        _client.Patch(GroupResource.ServiceAccounts, "default", "default", Parse($$"""{"metadata":{"annotations":{{Annotations}} } }"""));

        var error = Assert.Throws<StatusException>(() =>
            Create(GroupResource.Pods, """{"volumes":[{"name":"v","secret":{"secretName":"s"}}],"containers":[{"name":"c","image":"i"}]}""")
        );

        Assert.Equal(
            "pods \"o\" is forbidden: volume with secret.secretName=\"s\" is not allowed because service account default does not "
                + "reference that secret",
            error.Message
        );
    }

    private KubeObject PatchJob(string podSpec) =>
        _client.Patch(GroupResource.Jobs, "default", "o", Parse($$$"""{"spec":{"template":{"spec":{{{podSpec}}} } } }"""));

    private KubeObject Create(GroupResource resource, string spec) =>
        _client.Create(resource, Parse($$"""{"metadata":{"name":"o","namespace":"default"},"spec":{{spec}} }"""));

    private static string Pod(string resources) => $$"""{"containers":[{"name":"c","image":"i","resources":{{resources}} }]}""";

    private static string Job(string fields) =>
        $$"""{ {{fields}} "template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}] } } }""";

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
