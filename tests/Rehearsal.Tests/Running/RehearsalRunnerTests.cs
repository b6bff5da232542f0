using System.Text.Json;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Running;

namespace Rehearsal.Tests.Running;

public sealed class RehearsalRunnerTests
{
    [Fact]
    public void Run_ConstantLoad_HoldsAndCosts()
    {
        var plan = TestStack.Plan(TimeSpan.FromMinutes(20), 100) with
        {
            Expectations =
            [
                new LatencyExpectation("web", TimeSpan.FromMilliseconds(500), 99, "here"),
                new AvailabilityExpectation("web", 99.9, "here"),
                new MinimumExpectation("web", 2, "here"),
                new PendingExpectation(TimeSpan.FromMinutes(2), "here"),
                new CostExpectation(1200, "here"),
                new DetectionExpectation("web", TimeSpan.FromSeconds(10), "here"),
            ],
        };

        var result = Run(new TestStack(), plan);

        Assert.Equal(["Held", "Held", "Held", "Held", "Held", "Unknown"], result.Expectations.Select(one => $"{one.Outcome}"));
        Assert.Equal((true, true), (result.Holds, result.IsComplete));
        Assert.Equal(0.5, result.Cost!.Whole, 6);
        Assert.Equal(3 * 0.5 * 24 * 365 / 12, result.Cost.PerMonth, 3);
        var last = result.Services.Single().Samples[^1];
        Assert.Equal((2, 2, 2), (last.Desired, last.Pods, last.Ready));
        Assert.Equal(100, last.Succeeded, 6);
        Assert.Equal(1, last.Cpu, 6);
        Assert.Equal(3, result.Nodes.Count);
        Assert.Empty(result.Events);
    }

    [Fact]
    public void Run_LoadThatGrows_IsFollowedByTheAutoscalerUpToItsMaximum()
    {
        var plan = TestStack.Plan(TimeSpan.FromMinutes(30), 0) with
        {
            Loads =
            [
                new LoadPlan(
                    "web",
                    [new RatePoint(TimeSpan.FromMinutes(5), 80), new RatePoint(TimeSpan.FromMinutes(6), 800)],
                    Infra.Rehearsal.Requests.ClientBehaviour.Patient
                ),
            ],
            Expectations = [new LatencyExpectation("web", TimeSpan.FromMilliseconds(100), 99, "here")],
        };

        var result = Run(new TestStack { MaxReplicas = 6 }, plan);

        var scalings = result.Events.Where(one => one.Type == TimelineEventType.Scaling).ToList();
        Assert.StartsWith("2 → 4 pods: cpu resource above target", scalings[0].Text, StringComparison.Ordinal);
        // The window of measurement, its collection and the sync of the autoscaler.
        Assert.InRange(scalings[0].At, TimeSpan.FromSeconds(315), TimeSpan.FromSeconds(365));
        Assert.Equal(6, result.Services.Single().Samples[^1].Ready);
        var failed = Assert.Single(result.Expectations);
        Assert.Equal((ExpectationOutcome.Failed, "1 s"), (failed.Outcome, failed.Figure));
        Assert.Equal("web at its maximum of 6, cpu 100 %", failed.Cause);
        Assert.Equal("services.web.scaling.max: about 12 would hold", failed.Remedy);
    }

    [Fact]
    public void Run_LostNode_ReceivesRequestsUntilTheClusterNotices()
    {
        var plan = TestStack.Plan(
            TimeSpan.FromMinutes(20),
            100,
            new NodeLoss(TimeSpan.FromMinutes(2), 1, null, TimeSpan.FromMinutes(5))
        ) with
        {
            Expectations =
            [
                new DetectionExpectation("web", TimeSpan.FromSeconds(15), "here"),
                new AvailabilityExpectation("web", 99.9, "here"),
            ],
        };

        var result = Run(new TestStack(), plan);

        Assert.Equal(("Failed", "50 s"), ($"{result.Expectations[0].Outcome}", result.Expectations[0].Figure));
        Assert.Equal(ExpectationOutcome.Failed, result.Expectations[1].Outcome);
        Assert.Contains("lost nodes", result.Expectations[1].Cause, StringComparison.Ordinal);
        var fault = result.Events.Single(one => one.Type == TimelineEventType.Fault);
        Assert.Equal((TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(7)), (fault.At, fault.Until));

        var balanced = plan with { Services = [TestStack.Service() with { Detection = TimeSpan.FromSeconds(10) }] };
        Assert.Equal("10 s", Run(new TestStack(), balanced).Expectations[0].Figure);
    }

    [Theory]
    [InlineData(300, 10, 60, "Held", "10 s", null)]
    [InlineData(300, 7, 60, "Held", "7 s", null)]
    [InlineData(300, 25, 60, "Failed", "25 s", "the health checks of the load balancer before it notice a lost pod after 25 s")]
    [InlineData(20, 10, 20 * 60 - 5, "Unknown", "5 s", "the rehearsal ends before the loss is noticed")]
    public void Run_LostNodeBehindALoadBalancer_IsDetectedExactlyWhateverTheStep(
        int minutes,
        int detection,
        int at,
        string outcome,
        string figure,
        string? cause
    )
    {
        var plan = TestStack.Plan(TimeSpan.FromMinutes(minutes), 10, new NodeLoss(TimeSpan.FromSeconds(at), 1, null, null)) with
        {
            Services = [TestStack.Service() with { Detection = TimeSpan.FromSeconds(detection) }],
            Expectations = [new DetectionExpectation("web", TimeSpan.FromSeconds(10), "here")],
        };

        var result = Assert.Single(Run(new TestStack(), plan).Expectations);

        Assert.Equal((outcome, figure, cause), ($"{result.Outcome}", result.Figure, result.Cause));
    }

    [Fact]
    public void Run_DrainOfANodeThatABudgetHolds_SaysSo()
    {
        var plan = TestStack.Plan(TimeSpan.FromMinutes(10), 10, new NodeDrain(TimeSpan.FromMinutes(1), 1, null, null));

        var result = Run(new TestStack { MinAvailable = 2 }, plan);

        Assert.Contains(result.Events, one =>
            one.Type == TimelineEventType.Disruption
            && one.Text.StartsWith("the disruption budget web delays the drain of general-", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Run_DrainOfMoreNodesThanThereAre_NamesThoseAndHasOneOutOfServiceAtATime()
    {
        var plan = TestStack.Plan(TimeSpan.FromMinutes(30), 10, new NodeDrain(TimeSpan.FromMinutes(1), 9, null, TimeSpan.FromMinutes(5)));

        var result = Run(new TestStack(), plan);

        Assert.Equal("3 nodes are drained", result.Events.Single(one => one.Type == TimelineEventType.Fault).Text);
        var unready = result.Nodes.SelectMany(node => node.Samples).Where(sample => !sample.IsReady).CountBy(sample => sample.At).ToList();
        Assert.All(unready, one => Assert.Equal(1, one.Value));
        Assert.All(result.Nodes, node => Assert.Contains(node.Samples, sample => !sample.IsReady));
        Assert.All(result.Nodes, node => Assert.True(node.Samples[^1].IsReady));
    }

    [Fact]
    public void Run_RolloutThatNeverGetsReady_IsStuckAndRolledBack()
    {
        var plan = TestStack.Plan(
            TimeSpan.FromMinutes(30),
            10,
            new Rollout(TimeSpan.FromMinutes(1), "web", "2.0.0", RolloutFailure.Readiness, TimeSpan.FromMinutes(15))
        );

        var result = Run(new TestStack(), plan);

        var rollouts = result.Events.Where(one => one.Type == TimelineEventType.Rollout).ToList();
        Assert.Equal(
            [
                "version 2.0.0 of web is deployed",
                "the rollout of web is stuck: it has exceeded its progress deadline",
                "the former version of web is deployed again",
            ],
            rollouts.Select(one => one.Text)
        );
        Assert.NotNull(rollouts[2].Until);
        Assert.All(result.Services.Single().Samples, sample => Assert.True(sample.Ready >= 2));
    }

    [Fact]
    public void Run_MoreMemoryThanTheLimit_KillsContainers()
    {
        var plan = TestStack.Plan(TimeSpan.FromMinutes(10), 100) with
        {
            Loads =
            [
                new LoadPlan(
                    "web",
                    [new RatePoint(TimeSpan.FromMinutes(2), 10), new RatePoint(TimeSpan.FromMinutes(3), 150)],
                    Infra.Rehearsal.Requests.ClientBehaviour.Patient
                ),
            ],
            Services = [TestStack.Service() with { RequestMemory = 300 * 1024 * 1024 }],
        };

        var result = Run(new TestStack(), plan);

        Assert.Contains(result.Events, one =>
            one.Type == TimelineEventType.Pod && one.Text.EndsWith("OOMKilled", StringComparison.Ordinal)
        );
        Assert.True(result.Events[0].At >= TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void Run_StackThatCannotStart_SaysWhatAndWhy()
    {
        var stack = new TestStack
        {
            Cpu = "6",
            Others = [TestStack.Parse("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"UPPER","namespace":"shop"},"spec":{}}""")],
        };

        var result = Run(stack, TestStack.Plan(TimeSpan.FromMinutes(1), 10));

        Assert.Equal(["Service shop/UPPER", "web"], result.Expectations.Select(one => one.Subject));
        Assert.Equal("0 of 2 pods ready", result.Expectations[1].Figure);
        Assert.Contains("3 are short of cpu", result.Expectations[1].Cause, StringComparison.Ordinal);
        Assert.False(result.Holds);
    }

    [Fact]
    public void Run_SameSeed_SameResult()
    {
        var plan = TestStack.Plan(TimeSpan.FromMinutes(20), 200, new NodeLoss(TimeSpan.FromMinutes(2), 1, null, null));

        string Json() => JsonSerializer.Serialize(Run(new TestStack { MaxReplicas = 6 }, plan));

        Assert.Equal(Json(), Json());
    }

    [Fact]
    public void Run_Cancelled_ReturnsWhatWasReached()
    {
        using var cancellation = new CancellationTokenSource();
        var plan = TestStack.Plan(TimeSpan.FromMinutes(20), 100);
        var progress = new CancelAt(TimeSpan.FromMinutes(7), cancellation);

        var result = RehearsalRunner.Run(
            new TestStack().ToObjects(),
            plan,
            new SimpleRequestModel(plan.Services),
            progress,
            cancellation.Token
        );

        Assert.Equal((TimeSpan.FromMinutes(7), false), (result.Reached, result.IsComplete));
        Assert.NotEmpty(result.Services.Single().Samples);
    }

    [Fact]
    public void Run_CancelledDuringTheStart_ReportsNoFailure()
    {
        var plan = TestStack.Plan(TimeSpan.FromMinutes(20), 100);

        var result = RehearsalRunner.Run(
            new TestStack().ToObjects(),
            plan,
            new SimpleRequestModel(plan.Services),
            null,
            new CancellationToken(canceled: true)
        );

        Assert.Equal((TimeSpan.Zero, false), (result.Reached, result.IsComplete));
        Assert.DoesNotContain(result.Expectations, one => one.Outcome == ExpectationOutcome.Failed);
    }

    private static RehearsalResult Run(TestStack stack, RehearsalPlan plan) =>
        RehearsalRunner.Run(stack.ToObjects(), plan, new SimpleRequestModel(plan.Services));

    private sealed class CancelAt(TimeSpan at, CancellationTokenSource cancellation) : IProgress<TimeSpan>
    {
        public void Report(TimeSpan value)
        {
            if (value >= at)
            {
                cancellation.Cancel();
            }
        }
    }
}
