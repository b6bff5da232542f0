using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;

namespace Rehearsal.Tests.Reports;

/// <summary>Results as a rehearsal of a shop would find them, made of closed formulas.</summary>
internal static class SampleResult
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>A peak of seventy minutes in which the catalog is too small and a zone is lost.</summary>
    public static RehearsalResult Peak { get; } =
        new()
        {
            Stack = "prod",
            Scenario = "peak",
            Seed = 1,
            Duration = TimeSpan.FromMinutes(70),
            Reached = TimeSpan.FromMinutes(70),
            Expectations =
            [
                new ExpectationResult
                {
                    Subject = "gateway",
                    Name = "availability",
                    Outcome = ExpectationOutcome.Held,
                    Figure = "99.97 %",
                    Limit = "≥ 99.9 %",
                    Source = "stacks/services.yaml:14",
                },
                new ExpectationResult
                {
                    Subject = "gateway",
                    Name = "latency p99",
                    Outcome = ExpectationOutcome.Failed,
                    Figure = "812 ms",
                    Limit = "≤ 500 ms",
                    Periods = [new Period(TimeSpan.FromSeconds(1330), TimeSpan.FromSeconds(1470))],
                    Cause = "catalog at its maximum of 8, cpu 97 %",
                    Remedy = "services.catalog.scaling.max: 11 would hold",
                    Source = "stacks/services.yaml:15",
                },
                new ExpectationResult
                {
                    Subject = "cart",
                    Name = "detection",
                    Outcome = ExpectationOutcome.Unknown,
                    Figure = "",
                    Limit = "≤ 30 s",
                    Cause = "no pod of it failed",
                    Source = "default of the catalogue",
                },
                new ExpectationResult
                {
                    Subject = "stack",
                    Name = "cost per month",
                    Outcome = ExpectationOutcome.Held,
                    Figure = "1,940",
                    Limit = "≤ 2,500",
                    Source = "stacks/rehearsals/peak.yaml:9",
                },
            ],
            Services =
            [
                Service("gateway", 1, 40, 600, 2, 4),
                Service("catalog", 1.2, 60, 720, 2, 8),
                Service("cart", 0.2, 8, 120, 2, 2),
                Service("reports", 0, 0, 0, 1, 1),
            ],
            Nodes =
            [
                Node("general-1", "a", 0, 140),
                Node("general-2", "b", 0, 60),
                Node("general-3", "c", 0, 140),
                Node("general-4", "a", 66, 140),
            ],
            Events =
            [
                new TimelineEvent(
                    TimeSpan.FromMinutes(12),
                    TimelineEventType.Scaling,
                    "catalog",
                    "2 → 4 pods: cpu at 140 % of its request"
                ),
                new TimelineEvent(
                    TimeSpan.FromMinutes(18.5),
                    TimelineEventType.Scaling,
                    "catalog",
                    "4 → 8 pods: cpu at 160 % of its request"
                ),
                new TimelineEvent(TimeSpan.FromMinutes(30), TimelineEventType.Fault, "zone b", "zone b is lost")
                {
                    Until = TimeSpan.FromMinutes(50),
                },
                new TimelineEvent(TimeSpan.FromMinutes(33), TimelineEventType.Node, "general-4", "added for 3 pending pods"),
                new TimelineEvent(TimeSpan.FromMinutes(55), TimelineEventType.Rollout, "catalog", "version 1.5.0 of catalog is deployed"),
            ],
            Cost = new CostEstimate(3.1, 63.8, 1940, new Dictionary<string, double> { ["general"] = 2.6, ["batch"] = 0.5 }),
            Assumptions =
            [
                new Assumption("gateway", "cpu", "4 ms", AssumptionOrigin.Declared, "stacks/rehearsals/peak.yaml:3"),
                new Assumption("catalog", "cpu", "9.2 ms", AssumptionOrigin.Measured, "prometheus.example.com, 7 days"),
                new Assumption("gateway", "concurrency", "100", AssumptionOrigin.Default, "no concurrency is written"),
                new Assumption("catalog", "concurrency", "100", AssumptionOrigin.Default, "no concurrency is written"),
                new Assumption("general", "startUp", "1 min 30 s", AssumptionOrigin.Default, "from the decision until a node is ready"),
            ],
            Suggestions = ["catalog: raise scaling.max from 8 to 11; at 11 the p99 of gateway is 340 ms"],
        };

    /// <summary>A result whose every text is the given one.</summary>
    public static RehearsalResult WithEveryText(string text) =>
        Peak with
        {
            Stack = text,
            Cluster = text,
            Scenario = text,
            Expectations =
            [
                .. Peak.Expectations.Select(expectation =>
                    expectation with
                    {
                        Subject = text,
                        Name = text,
                        Figure = text,
                        Limit = text,
                        Cause = text,
                        Remedy = text,
                        Source = text,
                    }
                ),
            ],
            Services = [.. Peak.Services.Select(service => service with { Service = text })],
            Nodes =
            [
                .. Peak.Nodes.Select(node =>
                    node with
                    {
                        Node = text,
                        Pool = text,
                        Zone = text,
                        Samples = [.. node.Samples.Select(Rename)],
                    }
                ),
            ],
            Events = [.. Peak.Events.Select(happened => happened with { Subject = text, Text = text })],
            Cost = Peak.Cost! with { Pools = new Dictionary<string, double> { [text] = 3 } },
            Assumptions =
            [
                .. Peak.Assumptions.Select(assumption => assumption with { Subject = text, Name = text, Value = text, Place = text }),
            ],
            Suggestions = [text],
        };

    /// <summary>A day with a sample every ten seconds.</summary>
    public static RehearsalResult Day(int services, int nodes)
    {
        var times = Enumerable.Range(1, 8640).Select(index => TimeSpan.FromSeconds(index * 10)).ToArray();
        var pods = Enumerable
            .Range(0, 24)
            .Select(shift =>
                Enumerable
                    .Range(0, Math.Min(services, 30))
                    .ToDictionary(index => $"service-{(index + shift) % services}", index => 1 + index % 2)
            )
            .ToArray();
        return Peak with
        {
            Scenario = "day",
            Duration = TimeSpan.FromDays(1),
            Reached = TimeSpan.FromDays(1),
            Services =
            [
                .. Enumerable
                    .Range(0, services)
                    .Select(index => new ServiceTimeline(
                        $"service-{index}",
                        [
                            .. times.Select(at =>
                                Sample(at, 300 + index + 250 * Math.Sin(at.TotalHours / 4 + index) + at.TotalSeconds % 70, 3)
                            ),
                        ],
                        Latencies(1000)
                    )),
            ],
            Nodes =
            [
                .. Enumerable
                    .Range(0, nodes)
                    .Select(index => new NodeTimeline(
                        $"general-{index}",
                        "general",
                        "abc"[index % 3].ToString(),
                        7.9,
                        28e9,
                        [.. times.Select(at => NodeSample(at, index + at.Hours))]
                    )),
            ],
        };

        NodeSample NodeSample(TimeSpan at, int shift) => new(at, true, 2 + shift % 5, 1 + at.TotalHours / 24, 8e9, pods[shift % 24]);
    }

    private static NodeSample Rename(NodeSample sample) =>
        sample with
        {
            Pods = sample.Pods.Take(1).ToDictionary(pods => SampleResultText, pods => pods.Value),
        };

    private const string SampleResultText = "<&>\"'`";

    private static ServiceTimeline Service(string name, double share, double low, double high, int fewest, int most) =>
        new(
            name,
            [
                .. Enumerable
                    .Range(1, 140)
                    .Select(index =>
                    {
                        var part = Math.Clamp((index - 20) / 20.0, 0, 1);
                        var pods = fewest + (int)((most - fewest) * Math.Clamp((index - 24) / 16.0, 0, 1));
                        return Sample(Interval * index, low + (high - low) * part, pods) with
                        {
                            Desired = index is > 24 and < 42 ? Math.Min(most, pods + 1) : pods,
                            Failed = index == 61 ? share * 4 : 0,
                        };
                    }),
            ],
            Latencies(share * 1e5)
        );

    private static LatencyHistogram Latencies(double count)
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromMilliseconds(24), count * 0.6);
        histogram.Add(TimeSpan.FromMilliseconds(90), count * 0.38);
        histogram.Add(TimeSpan.FromMilliseconds(480), count * 0.02);
        return histogram;
    }

    private static ServiceSample Sample(TimeSpan at, double rate, int pods)
    {
        var utilisation = Math.Min(0.97, rate / pods / 160);
        TimeSpan? latency = rate > 0 ? TimeSpan.FromMilliseconds(12 / (1 - utilisation)) : null;
        return new ServiceSample
        {
            At = at,
            Begun = rate,
            Attempts = rate * 1.01,
            Succeeded = rate,
            Waiting = 40 * Math.Max(0, utilisation - 0.8),
            Desired = pods,
            Pods = pods,
            Ready = pods,
            Cpu = utilisation * pods,
            CpuRequested = pods,
            Memory = pods * 180e6,
            Latency50 = latency,
            Latency95 = latency * 2,
            Latency99 = latency * 3,
        };
    }

    private static NodeTimeline Node(string name, string zone, int from, int until) =>
        new(
            name,
            "general",
            zone,
            7.9,
            28e9,
            [
                .. Enumerable
                    .Range(from, until - from)
                    .Select(index => new NodeSample(
                        Interval * (index + 1),
                        index > from + 2 || from == 0,
                        2 + index % 40 / 10.0,
                        1 + index % 40 / 20.0,
                        9e9,
                        new Dictionary<string, int>
                        {
                            ["gateway"] = 1,
                            ["catalog"] = 1 + index / 40,
                            [""] = 2,
                        }
                    )),
            ]
        );
}
