using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Disruption;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

public sealed class DisruptionControllerTests
{
    [Fact]
    public void Reconcile_APodBecomesReady_CostsTheSameForManyPodsAsForFew()
    {
        // Scanning all pods would allocate several times as much for 2000 pods.
        Assert.InRange(BytesPerChange(pods: 2000), 0, BytesPerChange(pods: 100) * 1.3);
    }

    [Fact]
    public void Reconcile_AnUnrelatedPodChanges_LeavesTheBudgetAlone()
    {
        using var cluster = new ControllerCluster(context => _ = new DisruptionController(context));
        cluster.CreateNamespace("shop");
        CreateBudget(cluster);
        cluster.Run(1);
        var reconciled = NoPodsCount(cluster);

        for (var i = 0; i < 5; i++)
        {
            CreatePod(cluster, i, app: "other");
            cluster.Run(1);
        }

        Assert.Equal(reconciled, NoPodsCount(cluster));
    }

    [Fact]
    public void Reconcile_TheSelectorChanges_CountsTheOtherPods()
    {
        using var cluster = new ControllerCluster(context => _ = new DisruptionController(context));
        cluster.CreateNamespace("shop");
        CreateBudget(cluster);
        CreatePod(cluster, 1);
        CreatePod(cluster, 2, app: "other");
        MarkReady(cluster, 2);
        cluster.Run(1);
        Assert.Equal(0, Budget(cluster).Status.Number("currentHealthy"));

        cluster.Client.Patch(
            GroupResource.PodDisruptionBudgets,
            "shop",
            "web",
            (JsonObject)JsonNode.Parse("""{"spec":{"selector":{"matchLabels":{"app":"other"}}}}""")!
        );
        cluster.Run(1);

        Assert.Equal(1, Budget(cluster).Status.Number("currentHealthy"));
    }

    [Fact]
    public void Reconcile_PodsOfTwoBudgets_WarnsAboutThePod()
    {
        using var cluster = new ControllerCluster(context => _ = new DisruptionController(context));
        cluster.CreateNamespace("shop");
        CreateBudget(cluster);
        CreateBudget(cluster, name: "all");
        CreatePod(cluster, 1);
        cluster.Run(1);

        Assert.Equal(
            ["Pod \"shop\"/\"pod-1\" matches multiple PodDisruptionBudgets.  Chose \"all\" arbitrarily."],
            Events(cluster, "MultiplePodDisruptionBudgets")
        );
    }

    [Fact]
    public void Reconcile_PodsWithoutController_WarnsUnlessTheyCountByNumber()
    {
        using var cluster = new ControllerCluster(context => _ = new DisruptionController(context));
        cluster.CreateNamespace("shop");
        CreateBudget(cluster);
        CreateBudget(cluster, name: "half", settings: "\"maxUnavailable\":1");
        CreatePod(cluster, 1);
        cluster.Run(1);

        Assert.Equal(
            [
                "Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: web,},"
                    + "MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged. As a result, the status of the PDB cannot be "
                    + "calculated correctly, which may result in undefined behavior. To account for these pods please set "
                    + "\".spec.minAvailable\" field of the PDB to an integer value.",
            ],
            Events(cluster, "UnmanagedPods")
        );
    }

    [Fact]
    public void Reconcile_PodsOfAControllerWithoutScale_FailsAndAllowsNoDisruption()
    {
        using var cluster = new ControllerCluster(context => _ = new DisruptionController(context));
        cluster.CreateNamespace("shop");
        CreateBudget(cluster, settings: "\"maxUnavailable\":1");
        CreatePod(cluster, 1, owner: """{"apiVersion":"batch/v1","kind":"Job","name":"import","uid":"u","controller":true}""");
        MarkReady(cluster, 1);
        cluster.Run(1);

        const string Failure = "jobs.batch does not implement the scale subresource";
        Assert.Equal([$"Failed to calculate the number of expected pods: {Failure}"], Events(cluster, "CalculateExpectedPodCountFailed"));
        var condition = Budget(cluster).Status.Objects("conditions").Single();
        Assert.Equal(("False", "SyncFailed", Failure), (condition.Text("status"), condition.Text("reason"), condition.Text("message")));
        Assert.Equal(0, Budget(cluster).Status.Number("disruptionsAllowed"));
    }

    [Fact]
    public void Reconcile_AnEvictedPodStaysForTwoMinutes_WarnsAndCountsItAgain()
    {
        using var cluster = new ControllerCluster(context => _ = new DisruptionController(context));
        cluster.CreateNamespace("shop");
        CreateBudget(cluster);
        CreatePod(cluster, 1);
        MarkReady(cluster, 1);
        cluster.Run(1);
        var body = Budget(cluster).Copy();
        body["status"]!["disruptedPods"] = new JsonObject { ["pod-1"] = "2026-03-01T12:00:01Z" };
        cluster.Client.UpdateStatus(GroupResource.PodDisruptionBudgets, body);
        cluster.Run(60);
        Assert.Equal(0, Budget(cluster).Status.Number("currentHealthy"));

        cluster.Run(65);

        Assert.Equal(1, Budget(cluster).Status.Number("currentHealthy"));
        Assert.Equal(["Pod was expected by PDB shop/shop to be deleted but it wasn't"], Events(cluster, "NotDeleted"));
    }

    private static IEnumerable<string> Events(ControllerCluster cluster, string reason) =>
        cluster
            .Client.List(GroupResource.Events, "shop")
            .Items.Where(e => e.Body.Text("reason") == reason)
            .Select(e => e.Body.Text("message") ?? "");

    private static double BytesPerChange(int pods)
    {
        const int Changes = 50;
        using var cluster = new ControllerCluster(context => _ = new DisruptionController(context));
        cluster.CreateNamespace("shop");
        CreateBudget(cluster);
        for (var i = 0; i < pods; i++)
        {
            CreatePod(cluster, i);
        }

        cluster.Run(1);
        var bytes = 0L;
        for (var i = 0; i < Changes; i++)
        {
            MarkReady(cluster, i);
            var before = GC.GetAllocatedBytesForCurrentThread();
            cluster.Context.Loop.RunReady();
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(Changes, Budget(cluster).Status.Number("currentHealthy"));
        return (double)bytes / Changes;
    }

    // Each reconciliation of a budget without pods increments the count of this event.
    private static long? NoPodsCount(ControllerCluster cluster) =>
        cluster.Client.List(GroupResource.Events, "shop").Items.Single(e => e.Body.Text("reason") == "NoPods").Body.Number("count");

    private static KubeObject Budget(ControllerCluster cluster) => cluster.Client.Get(GroupResource.PodDisruptionBudgets, "shop", "web");

    private static void CreateBudget(ControllerCluster cluster, string name = "web", string settings = "\"minAvailable\":1") =>
        cluster.Client.Create(
            GroupResource.PodDisruptionBudgets,
            Parse(
                $$$$"""
                {"metadata":{"name":"{{{{name}}}}","namespace":"shop"},"spec":{{{{{settings}}}},"selector":{"matchLabels":{"app":"web"} } } }
                """
            )
        );

    private static void CreatePod(ControllerCluster cluster, int number, string app = "web", string owner = "") =>
        cluster.Client.Create(
            GroupResource.Pods,
            Parse(
                $$$"""
                {"metadata":{"name":"pod-{{{number}}}","namespace":"shop","labels":{"app":"{{{app}}}"},"ownerReferences":[{{{owner}}}]},"spec":{"containers":[{"name":"main","image":"app:1"}]}}
                """
            )
        );

    private static void MarkReady(ControllerCluster cluster, int number)
    {
        var body = cluster.Client.Get(GroupResource.Pods, "shop", $"pod-{number}").Copy();
        body["status"] = Parse("""{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}""");
        cluster.Client.UpdateStatus(GroupResource.Pods, body);
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
