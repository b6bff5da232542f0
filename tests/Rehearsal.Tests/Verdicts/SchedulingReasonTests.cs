using Infra.Rehearsal.Verdicts;

namespace Rehearsal.Tests.Verdicts;

/// <summary>What the scheduler says of a pod is shortened to what a reader can act on.</summary>
public sealed class SchedulingReasonTests
{
    [Theory]
    [InlineData("0/3 nodes are available: 3 Insufficient cpu.", "of 3 nodes 3 are short of cpu")]
    [InlineData(
        "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes "
            + "are available: 1 Preemption is not helpful for scheduling, 2 Insufficient cpu.",
        "of 3 nodes 2 are short of cpu, 1 is lost or tainted"
    )]
    [InlineData(
        "0/12 nodes are available: 4 node(s) didn't match PersistentVolume's node affinity, 8 Too many pods. preemption: none.",
        "of 12 nodes 8 are full of pods, 4 cannot reach its volume"
    )]
    [InlineData("0/1 nodes are available: 1 node(s) had a strange mood.", "of 1 node 1 refused: node(s) had a strange mood")]
    [InlineData("no nodes available to schedule pods", "no nodes available to schedule pods")]
    public void Describe_AMessage_NamesTheReasonsByTheirNodes(string message, string expected) =>
        Assert.Equal(expected, SchedulingReason.Describe(message));
}
