using Benchmarks.Rehearsals;

namespace Benchmarks.Simulator.Scenarios;

/// <summary>A limit of the simulated cluster and the run that measures it, in a process of its own.</summary>
/// <param name="Name">The name of the run on the command line.</param>
/// <param name="Title">What is measured.</param>
/// <param name="Limit">The limit, as the table shows it.</param>
/// <param name="MeasureAsync">Measures; returns the figure, as the table shows it.</param>
internal sealed record Scenario(string Name, string Title, string Limit, Func<Task<string>> MeasureAsync)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("ready", "3,000 pods of one Deployment to ready, served", "8 s", ServedScenarios.ReadyPodsAsync),
        new("create", "objects created over HTTP/2 with 10 watches", "5,000/s", ServedScenarios.CreationsAsync),
        new("list", "list of 10,000 pods", "150 ms", ServedScenarios.ListAsync),
        new("plain", "scheduling at 5,000 nodes", "5,000 pods/s", () => Task.FromResult(SchedulingScenarios.Run(5_000, ""))),
        new("spread", "scheduling at 5,000 nodes, topology spread", "1,000 pods/s", () =>
            Task.FromResult(SchedulingScenarios.Run(3_000, SchedulingScenarios.Spread))
        ),
        new("anti", "scheduling at 5,000 nodes, required anti-affinity", "500 pods/s", () =>
            Task.FromResult(SchedulingScenarios.Run(2_000, SchedulingScenarios.AntiAffinity))
        ),
        new("day", "a virtual day of 100 nodes, 3,000 pods, 50 autoscalers", "20 s", () => Task.FromResult(VirtualScenarios.Day())),
        new("rehearse-shop", "rehearsal of a shop's day", "3 s", () => Task.FromResult(RehearsalScenarios.Shop())),
        new("rehearse-limit", "the most load on a shop that holds for a day", "10 s", RehearsalScenarios.ShopLimitAsync),
        new("rehearse-day", "rehearsal of a day of 100 nodes and 50 services", "30 s, 1.5 GB", () =>
            Task.FromResult(RehearsalScenarios.Day())
        ),
        new("capacity", "5,000 nodes and 150,000 running pods", "4 GB", () => Task.FromResult(VirtualScenarios.Capacity())),
    ];

    /// <summary>The number of a rate's operations a second.</summary>
    public static string Rate(int operations, TimeSpan time, string unit) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{operations / time.TotalSeconds:N0} {unit}");
}
