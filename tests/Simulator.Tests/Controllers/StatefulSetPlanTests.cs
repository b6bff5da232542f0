using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.StatefulSets;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>
/// Pods are written as one letter per ordinal: <c>r</c> ready, <c>p</c> pending, <c>d</c> being deleted, <c>f</c> failed, <c>-</c> missing;
/// a capital letter is a pod of the update revision.
/// </summary>
public sealed class StatefulSetPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("rrr", "2")]
    [InlineData("rrR", "1")]
    [InlineData("RRR", "")]
    // An old pod is replaced even if it is not available; an updated one must become available first.
    [InlineData("rrP", "")]
    [InlineData("rpr", "")]
    public void Next_OrderedRollingUpdate_ReplacesOnePodFromTheTop(string pods, string replaced) =>
        Assert.Equal(replaced, Ordinals(Next(pods).Replace));

    [Theory]
    [InlineData("rpp", "2")]
    [InlineData("rpP", "")]
    [InlineData("rpR", "1")]
    [InlineData("rrd", "")]
    [InlineData("rrD", "")]
    public void Next_ParallelRollingUpdate_ReplacesOnePodFromTheTop(string pods, string replaced) =>
        Assert.Equal(replaced, Ordinals(Next(pods, """{"podManagementPolicy":"Parallel"}""").Replace));

    [Theory]
    [InlineData("rrr", 2, "2")]
    [InlineData("rrR", 2, "")]
    [InlineData("rrr", 3, "")]
    public void Next_Partition_KeepsLowerOrdinals(string pods, int partition, string replaced) =>
        Assert.Equal(
            replaced,
            Ordinals(
                Next(
                    pods,
                    $$$"""{"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":3,"partition":{{{partition}}} } } }"""
                ).Replace
            )
        );

    [Fact]
    public void Next_OnDelete_ReplacesNothingAndCreatesOfTheUpdateRevision()
    {
        var step = Next("rr-", """{"updateStrategy":{"type":"OnDelete"}}""");

        Assert.Empty(step.Replace);
        Assert.Equal([(2, true)], Created(step));
    }

    [Theory]
    [InlineData("rrrrr", "4")]
    [InlineData("rrrrp", "4")]
    [InlineData("rrrrd", "")]
    // Of two that are not available the lower one blocks the higher one.
    [InlineData("rrrpp", "")]
    [InlineData("rrrpr", "4")]
    [InlineData("rprrr", "")]
    public void Next_TooManyPods_DeletesTheHighestOnceTheOthersAreAvailable(string pods, string deleted) =>
        Assert.Equal(deleted, Ordinals(Next(pods, update: "old").Delete));

    [Theory]
    [InlineData("r--", "1", "")]
    [InlineData("p--", "", "")]
    [InlineData("f--", "", "0")]
    public void Next_Ordered_CreatesOnePodAfterItsPredecessors(string pods, string created, string restarted)
    {
        var step = Next(pods);

        Assert.Equal(created, string.Join(',', Created(step).Select(one => one.Ordinal)));
        Assert.Equal(restarted, Ordinals(Restarted(step)));
    }

    [Fact]
    public void Next_Parallel_CreatesAllMissingAndDeletesAllSuperfluousPods()
    {
        var step = Next("p-fprr", """{"podManagementPolicy":"Parallel"}""");

        Assert.Equal([(1, true)], Created(step));
        Assert.Equal("2", Ordinals(Restarted(step)));
        Assert.Equal("5,4,3", Ordinals(step.Delete));
    }

    [Theory]
    [InlineData("rr-", "0,1")]
    [InlineData("rpr", "0")]
    [InlineData("rrr", "0,1,2")]
    public void Next_Ordered_SettlesThePodsBeforeTheFirstThatIsNotAvailable(string pods, string settled)
    {
        var replicas = Next(pods).Replicas;

        Assert.Equal(settled, string.Join(',', replicas.Where(one => one.IsSettled).Select(one => one.Ordinal)));
        Assert.True(replicas.SkipLast(1).All(one => one.IsSettled));
    }

    private static IEnumerable<(int Ordinal, bool IsUpdated)> Created(StatefulSetStep step) =>
        step.Replicas.Where(one => one.Pod is null).Select(one => (one.Ordinal, one.IsUpdated));

    private static IEnumerable<Pod> Restarted(StatefulSetStep step) =>
        step.Replicas.Select(one => one.Pod).OfType<Pod>().Where(pod => pod.IsFinished);

    private static StatefulSetStep Next(string pods, string spec = "{}", string update = "new")
    {
        var body = ControlPlaneCluster.Parse(spec);
        body["replicas"] = 3;
        var set = new StatefulSet(Read(GroupResource.StatefulSets, "db", new JsonObject { ["spec"] = body }));
        return StatefulSetPlan.Next(set, pods.Select(Pod).OfType<Pod>(), update, Now);
    }

    private static Pod? Pod(char state, int ordinal)
    {
        if (state == '-')
        {
            return null;
        }

        var metadata = new JsonObject
        {
            ["labels"] = new JsonObject { ["controller-revision-hash"] = char.IsUpper(state) ? "new" : "old" },
        };
        if (char.ToLowerInvariant(state) == 'd')
        {
            metadata["deletionTimestamp"] = "2026-01-05T11:59:00Z";
        }

        var phase = char.ToLowerInvariant(state) switch
        {
            'p' => "Pending",
            'f' => "Failed",
            _ => "Running",
        };
        var ready = new JsonObject { ["type"] = "Ready", ["status"] = phase == "Running" ? "True" : "False" };
        return new Pod(
            Read(
                GroupResource.Pods,
                $"db-{ordinal}",
                new JsonObject
                {
                    ["metadata"] = metadata,
                    ["status"] = new JsonObject { ["phase"] = phase, ["conditions"] = new JsonArray(ready) },
                }
            )
        );
    }

    private static KubeObject Read(GroupResource resource, string name, JsonObject body)
    {
        var metadata = body["metadata"] as JsonObject;
        if (metadata is null)
        {
            body["metadata"] = metadata = [];
        }

        (metadata["name"], metadata["namespace"], metadata["uid"]) = (name, "default", name);
        return new KubeObject(resource, body, 1);
    }

    private static string Ordinals(IEnumerable<Pod> pods) => string.Join(',', pods.Select(pod => pod.Name[3..]));
}
