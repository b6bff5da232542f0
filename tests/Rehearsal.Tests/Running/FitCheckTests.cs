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
        Assert.Contains("2 of web: of 3 nodes 3 are short of cpu", first.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ZoneWithoutWhichTheOthersAreFull_FailsOnlyThere()
    {
        var result = FitCheck.Run(new TestStack { MaxReplicas = 9 }.ToObjects(), [TestStack.Pool()]);

        var failed = result.Expectations.Where(one => one.Outcome == ExpectationOutcome.Failed).Select(one => one.Name);
        Assert.Equal(["fits with a node less", "fits with zone a less", "fits with zone b less", "fits with zone c less"], failed);
    }

    [Fact]
    public void Run_PodsThatAQuotaKeepsFromBeingCreated_DoNotFit()
    {
        var quota = TestStack.Parse(
            """{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"few","namespace":"shop"},"spec":{"hard":{"pods":"3"}}}"""
        );

        var first = FitCheck.Run(new TestStack { MaxReplicas = 6, Others = [quota] }.ToObjects(), [TestStack.Pool()]).Expectations[0];

        Assert.Equal((ExpectationOutcome.Failed, "web: 3 of 6 pods ready"), (first.Outcome, first.Figure));
        Assert.Contains("quota", first.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ObjectThatIsRefused_FailsOnce()
    {
        var upper = TestStack.Parse("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"UPPER","namespace":"shop"},"spec":{}}""");

        var result = FitCheck.Run(new TestStack { Others = [upper] }.ToObjects(), [TestStack.Pool()]);

        var failed = Assert.Single(result.Expectations, one => one.Outcome == ExpectationOutcome.Failed);
        Assert.Equal(("fits with everything at its maximum", "Service shop/UPPER: refused"), (failed.Name, failed.Figure));
    }

    [Fact]
    public void Run_AnyStack_ListsNodesAndAssumptions()
    {
        var result = FitCheck.Run(new TestStack().ToObjects(), [TestStack.Pool() with { Max = 5 }]);

        Assert.Equal(3, result.Nodes.Count(node => node.Samples[0].IsReady));
        Assert.Equal(2, result.Nodes.Sum(node => node.Samples[0].Pods.GetValueOrDefault("web")));
        Assert.Contains(result.Assumptions, one => one is { Subject: "general", Name: "autoscaler" });
    }

    [Fact]
    public void Run_Cancelled_IsNotComplete()
    {
        var result = FitCheck.Run(new TestStack().ToObjects(), [TestStack.Pool()], cancellation: new CancellationToken(canceled: true));

        Assert.False(result.IsComplete);
        Assert.Empty(result.Expectations);
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
