using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Stacks;

namespace Rehearsal.Tests.Questions;

/// <summary>Stacks, plans and results of tests of questions.</summary>
internal static class Found
{
    public static StackObjects Stack { get; } =
        new()
        {
            Stack = "prod",
            Objects = [],
            Services = [],
        };

    public static RehearsalPlan Plan { get; } =
        new()
        {
            Scenario = "campaign",
            Duration = TimeSpan.FromHours(1),
            Pools = [],
            Services = [],
        };

    /// <summary>A result in which services have a number of pods, and expectations an outcome.</summary>
    public static RehearsalResult Result(int pods, params ExpectationResult[] expectations) =>
        new()
        {
            Stack = "prod",
            Scenario = "campaign",
            Seed = 1,
            Duration = TimeSpan.FromHours(1),
            Reached = TimeSpan.FromHours(1),
            Expectations = expectations,
            Services = [Service("gateway", 3), Service("catalog", pods)],
            Nodes = [Node("a"), Node("b")],
            Events = [],
            Cost = new CostEstimate(1, 24, 730 * pods, new Dictionary<string, double>()),
            Assumptions = [],
        };

    public static ExpectationResult Judged(string subject, string name, bool holds, string figure = "812 ms") =>
        new()
        {
            Subject = subject,
            Name = name,
            Outcome = holds ? ExpectationOutcome.Held : ExpectationOutcome.Failed,
            Figure = figure,
            Limit = "≤ 500 ms",
            Cause = holds ? null : "catalog at its maximum of 8, cpu 97 %",
            Source = "stacks/services.yaml:15",
        };

    private static ServiceTimeline Service(string name, int pods) =>
        new(
            name,
            [
                new ServiceSample
                {
                    At = TimeSpan.FromMinutes(1),
                    Begun = 100,
                    Succeeded = 97,
                    Failed = 3,
                    Pods = pods,
                    Ready = pods - 1,
                    Cpu = 1,
                    CpuRequested = 2,
                },
            ],
            new LatencyHistogram()
        );

    private static NodeTimeline Node(string name) =>
        new(name, "general", "a", 8, 1, [new NodeSample(TimeSpan.FromMinutes(1), true, 1, 1, 1, new Dictionary<string, int>())]);
}
