using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Scheduling;

/// <summary>Preemption from the nomination to the start of the preempting pod.</summary>
public sealed class PreemptionTests : IDisposable
{
    private readonly ControlPlaneCluster _cluster = new(
        new NodePoolOptions { Count = 2, Cpu = "2" },
        new KubeletOptions { StopLatency = TimeSpan.FromSeconds(5) }
    );

    public PreemptionTests()
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, int)>)[("low", 1), ("mid", 50), ("high", 100)])
        {
            _cluster.Create(GroupResource.PriorityClasses, $$"""{"metadata":{"name":"{{name}}"},"value":{{value}}}""");
        }
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Preempt_VictimWithGracePeriod_NodeIsNominatedUntilItEnds()
    {
        CreatePod("victim", "low", "1500m", "node-1");
        CreatePod("other", "mid", "1500m", "node-2");
        _cluster.RunUntil(() => IsRunning("victim") && IsRunning("other"));

        CreatePod("urgent", "high", "1500m");
        _cluster.Run(2);

        var (victim, urgent) = (Get("victim"), Get("urgent"));
        Assert.True(victim.IsDeleting);
        Assert.Equal(30, victim.Metadata.Number("deletionGracePeriodSeconds"));
        var condition = victim.Status.Objects("conditions").Single(c => c.Text("type") == "DisruptionTarget");
        Assert.Equal(
            ("True", "PreemptionByScheduler", "default-scheduler: preempting to accommodate a higher priority pod"),
            (condition.Text("status"), condition.Text("reason"), condition.Text("message"))
        );
        Assert.Equal("node-1", urgent.Status.Text("nominatedNodeName"));
        Assert.Equal([$"Preempted by pod {urgent.Uid} on node node-1"], _cluster.Events("Preempted"));
        Assert.Contains("0/2 nodes are available: 2 Insufficient cpu.", _cluster.Events("FailedScheduling"));
        Assert.False(Get("other").IsDeleting);

        Assert.True(_cluster.RunUntil(() => IsRunning("urgent")));
        Assert.Equal("node-1", Get("urgent").Spec.Text("nodeName"));
        Assert.Null(Get("urgent").Status.Text("nominatedNodeName"));
    }

    [Fact]
    public void Preempt_MoreVictimsThanTheBudgetAllows_AnotherNodeIsChosen()
    {
        CreatePod("a", "low", "1", "node-1");
        CreatePod("b", "low", "1", "node-1");
        CreatePod("c", "mid", "2", "node-2");
        _cluster.RunUntil(() => IsRunning("a") && IsRunning("b") && IsRunning("c"));
        _cluster.Create(
            GroupResource.PodDisruptionBudgets,
            """{"metadata":{"name":"low","namespace":"default"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"priority":"low"}}}}"""
        );
        _cluster.RunUntil(() => _cluster.Find(GroupResource.PodDisruptionBudgets, "low")!.Status.Number("disruptionsAllowed") == 1);

        CreatePod("urgent", "high", "2");

        Assert.True(_cluster.RunUntil(() => IsRunning("urgent")));
        Assert.Equal("node-2", Get("urgent").Spec.Text("nodeName"));
        Assert.False(Get("a").IsDeleting || Get("b").IsDeleting);
    }

    [Fact]
    public void Preempt_NodeNominatedToAPodOfLowerPriority_ItsNominationIsWithdrawn()
    {
        CreatePod("victim", "low", "2", "node-1");
        CreatePod("other", "high", "2", "node-2");
        _cluster.RunUntil(() => IsRunning("victim") && IsRunning("other"));
        CreatePod("first", "mid", "2");
        _cluster.Run(1);
        Assert.Equal("node-1", Get("first").Status.Text("nominatedNodeName"));

        CreatePod("urgent", "high", "2");
        _cluster.Run(1);

        Assert.Equal("node-1", Get("urgent").Status.Text("nominatedNodeName"));
        Assert.Null(Get("first").Status.Text("nominatedNodeName"));
        Assert.Single(_cluster.Events("Preempted"));
        Assert.True(_cluster.RunUntil(() => IsRunning("urgent")));
        Assert.Null(Get("first").Spec.Text("nodeName"));
    }

    private KubeObject Get(string pod) => _cluster.Find(GroupResource.Pods, pod)!;

    private bool IsRunning(string pod) => _cluster.Find(GroupResource.Pods, pod)?.Status.Text("phase") == "Running";

    private void CreatePod(string name, string priority, string cpu, string? node = null) =>
        _cluster.Create(
            GroupResource.Pods,
            $$$"""
            {"metadata":{"name":"{{{name}}}","namespace":"default","labels":{"priority":"{{{priority}}}"}},"spec":{"nodeName":"{{{node}}}",
             "priorityClassName":"{{{priority}}}","containers":[{"name":"c","image":"i:1","resources":{"requests":{"cpu":"{{{cpu}}}"} } }]} }
            """
        );
}
