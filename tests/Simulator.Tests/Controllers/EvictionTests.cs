using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class EvictionTests : IDisposable
{
    private readonly ControllerCluster _cluster = new(_ => { });

    public EvictionTests()
    {
        _cluster.CreateNamespace("shop");
        Create(
            GroupResource.Pods,
            """{"metadata":{"name":"p","namespace":"shop","labels":{"app":"web"}},"spec":{"containers":[{"name":"a","image":"a:1"}]}}"""
        );
        WriteStatus(GroupResource.Pods, "p", """{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}""");
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Evict_APodOfTwoBudgets_Fails()
    {
        CreateBudget("a", """{"observedGeneration":1,"disruptionsAllowed":1}""");
        CreateBudget("b", """{"observedGeneration":1,"disruptionsAllowed":1}""");

        var failure = Assert.Throws<StatusException>(() => _cluster.Client.Evict("shop", "p"));

        Assert.Equal(
            (500, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."),
            (failure.Code, failure.Message)
        );
    }

    [Fact]
    public void Evict_DryRun_ChecksTheBudgetAndChangesNothing()
    {
        CreateBudget("a", """{"observedGeneration":1,"disruptionsAllowed":1}""");
        _cluster.Client.Evict("shop", "p", new DeleteOptions { DryRun = true });

        Assert.NotNull(_cluster.Client.Find(GroupResource.Pods, "shop", "p"));
        Assert.Equal(1, _cluster.Client.Get(GroupResource.PodDisruptionBudgets, "shop", "a").Status.Number("disruptionsAllowed"));

        WriteStatus(
            GroupResource.PodDisruptionBudgets,
            "a",
            """{"observedGeneration":1,"disruptionsAllowed":0,"currentHealthy":1,"desiredHealthy":1,"expectedPods":1}"""
        );
        Assert.Equal(
            429,
            Assert.Throws<StatusException>(() => _cluster.Client.Evict("shop", "p", new DeleteOptions { DryRun = true })).Code
        );
    }

    [Fact]
    public void Evict_TheBudgetIsNotProcessedYet_IsRefusedForTenSeconds()
    {
        CreateBudget("a", """{"disruptionsAllowed":1}""");

        var details = Assert.Throws<StatusException>(() => _cluster.Client.Evict("shop", "p")).Details;

        Assert.Equal(10, details.Number("retryAfterSeconds"));
        Assert.Equal("The disruption budget a is still being processed by the server.", details.Objects("causes").Single().Text("message"));
    }

    [Fact]
    public void Evict_TheBudgetFailedToSync_NamesTheFailure()
    {
        CreateBudget(
            "a",
            """
            {"observedGeneration":1,"disruptionsAllowed":0,"conditions":[{"type":"DisruptionAllowed","status":"False","reason":"SyncFailed",
             "message":"jobs.batch does not implement the scale subresource","lastTransitionTime":"2026-03-01T00:00:00Z"}]}
            """
        );

        var details = Assert.Throws<StatusException>(() => _cluster.Client.Evict("shop", "p")).Details;

        Assert.Equal(
            "The disruption budget a does not allow evicting pods currently because it failed sync: "
                + "jobs.batch does not implement the scale subresource",
            details.Objects("causes").Single().Text("message")
        );
    }

    [Theory]
    [InlineData(
        """{"observedGeneration":1,"currentHealthy":1,"desiredHealthy":2}""",
        "The disruption budget a needs 2 healthy pods and has 1 currently"
    )]
    [InlineData(
        """
            {"observedGeneration":1,"currentHealthy":3,"desiredHealthy":2,
             "conditions":[{"type":"DisruptionAllowed","status":"False","reason":"Custom","message":"wait",
             "lastTransitionTime":"2026-03-01T00:00:00Z"}]}
            """,
        "The disruption budget a does not allow evicting pods currently (Custom): wait"
    )]
    [InlineData(
        """{"observedGeneration":1,"currentHealthy":3,"desiredHealthy":2}""",
        "The disruption budget a does not allow evicting pods currently"
    )]
    public void Evict_NoDisruptionIsAllowed_SaysWhy(string status, string cause)
    {
        CreateBudget("a", status);

        var details = Assert.Throws<StatusException>(() => _cluster.Client.Evict("shop", "p")).Details;

        Assert.Equal(cause, details.Objects("causes").Single().Text("message"));
    }

    [Fact]
    public void Evict_AnotherPodOfTheName_Conflicts()
    {
        var uid = _cluster.Client.Get(GroupResource.Pods, "shop", "p").Uid;

        var failure = Assert.Throws<StatusException>(() => _cluster.Client.Evict("shop", "p", new DeleteOptions { Uid = "x" }));

        Assert.Equal(
            $"Operation cannot be fulfilled on Pod \"p\": the UID in the precondition (x) does not match the UID in record ({uid}). "
                + "The object might have been deleted and then recreated",
            failure.Message
        );
    }

    [Fact]
    public void Evict_APodThatFinalizersKeep_MarksIt()
    {
        _cluster.Client.Patch(
            GroupResource.Pods,
            "shop",
            "p",
            (JsonObject)JsonNode.Parse("""{"metadata":{"finalizers":["example.com/wait"]}}""")!
        );
        var version = _cluster.Client.Get(GroupResource.Pods, "shop", "p").Metadata.Text("resourceVersion");

        _cluster.Client.Evict("shop", "p", new DeleteOptions { ResourceVersion = version });

        var pod = _cluster.Client.Get(GroupResource.Pods, "shop", "p");
        var condition = pod.Status.Objects("conditions").Single(c => c.Text("type") == "DisruptionTarget");
        Assert.True(pod.IsDeleting);
        Assert.Equal(
            ("True", "EvictionByEvictionAPI", "Eviction API: evicting"),
            (condition.Text("status"), condition.Text("reason"), condition.Text("message"))
        );
    }

    private void CreateBudget(string name, string status)
    {
        Create(
            GroupResource.PodDisruptionBudgets,
            $$$"""
            {"metadata":{"name":"{{{name}}}","namespace":"shop"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"} } } }
            """
        );
        WriteStatus(GroupResource.PodDisruptionBudgets, name, status);
    }

    private void Create(GroupResource resource, string json) => _cluster.Client.Create(resource, (JsonObject)JsonNode.Parse(json)!);

    private void WriteStatus(GroupResource resource, string name, string status)
    {
        var body = _cluster.Client.Get(resource, "shop", name).Copy();
        body["status"] = JsonNode.Parse(status);
        _cluster.Client.UpdateStatus(resource, body);
    }
}
