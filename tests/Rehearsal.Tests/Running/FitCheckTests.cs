using Infra.Rehearsal.Results;
using Infra.Rehearsal.Running;

namespace Rehearsal.Tests.Running;

public sealed class FitCheckTests
{
    [Fact]
    public void Run_RoomForAll_Holds()
    {
        var result = FitCheck.Run(new TestStack { MaxReplicas = 6 }.ToObjects(), [TestStack.Pool(nodes: 4)]);

        Assert.Equal(
            [
                "fits with everything at its maximum",
                "fits with a rollout of web",
                "fits with a node less",
                "a node can be drained",
                "fits with zone a less",
                "fits with zone b less",
                "fits with zone c less",
            ],
            result.Expectations.Select(one => one.Name)
        );
        Assert.True(result.Holds, string.Join('\n', result.Expectations));
    }

    [Fact]
    public void Run_MaximumAboveTheRoom_SaysWhichPodsAndWhy()
    {
        var result = FitCheck.Run(new TestStack { MaxReplicas = 14 }.ToObjects(), [TestStack.Pool()]);

        var first = result.Expectations[0];
        Assert.Equal((ExpectationOutcome.Failed, "2 pods without a node"), (first.Outcome, first.Figure));
        Assert.Contains("2 of web: 0/3 nodes are available: 3 Insufficient cpu", first.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ZoneWithoutWhichTheOthersAreFull_FailsOnlyThere()
    {
        var result = FitCheck.Run(new TestStack { MaxReplicas = 9 }.ToObjects(), [TestStack.Pool()]);

        var failed = result.Expectations.Where(one => one.Outcome == ExpectationOutcome.Failed).Select(one => one.Name);
        Assert.Equal(["fits with a node less", "fits with zone a less", "fits with zone b less", "fits with zone c less"], failed);
    }

    [Fact]
    public void Run_BudgetWithoutRoom_BlocksTheDrain()
    {
        var result = FitCheck.Run(new TestStack { MinAvailable = 2 }.ToObjects(), [TestStack.Pool()]);

        var drain = result.Expectations.Single(one => one.Name == "a node can be drained");
        Assert.Equal(ExpectationOutcome.Failed, drain.Outcome);
        Assert.Equal("web: its disruption budget web has no room", drain.Cause);
    }
}
