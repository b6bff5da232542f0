using CsCheck;
using Infra.Rehearsal.Requests;
using Rehearsal.Tests.Requests.Oracle;

namespace Rehearsal.Tests.Requests;

/// <summary>Small systems, computed by the model and simulated request by request.</summary>
internal static class ComparedSystems
{
    private const ulong Seed = 16;

    /// <summary>Systems that show one trait each.</summary>
    public static IReadOnlyList<Comparison> Traits => LazyTraits.Value;

    /// <summary>Random systems under a constant load.</summary>
    public static IReadOnlyList<Comparison> Steady => LazySteady.Value;

    /// <summary>Random services that are overloaded for a time.</summary>
    public static IReadOnlyList<Comparison> Overloaded => LazyOverloaded.Value;

    private static readonly Lazy<IReadOnlyList<Comparison>> LazyTraits = new(CompareTraits);
    private static readonly Lazy<IReadOnlyList<Comparison>> LazySteady = new(() => CompareRandom("random", SmallSystems.Steady, 24, 1));
    private static readonly Lazy<IReadOnlyList<Comparison>> LazyOverloaded = new(() =>
        CompareRandom("overload", SmallSystems.Overloaded, 10, 4)
    );

    private static List<Comparison> CompareTraits()
    {
        var one = new ServiceBehaviour
        {
            Service = "s0",
            Cpu = TimeSpan.FromMilliseconds(10),
            Concurrency = 1000,
        };
        var many = one with { Balancing = Balancing.LeastRequest };
        return
        [
            Of("one core, 80 % used", SmallSystem.Of(one, 1, 1, 80, 2000)),
            Of("four cores, 80 % used", SmallSystem.Of(one, 1, 4, 320, 600)),
            Of("one request at a time, 80 %", SmallSystem.Of(one with { Concurrency = 1 }, 1, 1, 80, 2000)),
            Of(
                "10 places, 50 ms of latency, 70 %",
                SmallSystem.Of(one with { Concurrency = 10, Latency = TimeSpan.FromMilliseconds(50) }, 1, 1, 70, 1500)
            ),
            Of("five pods at random, 80 %", SmallSystem.Of(one, 5, 1, 400, 500)),
            Of("five pods in turn, 80 %", SmallSystem.Of(one with { Balancing = Balancing.RoundRobin }, 5, 1, 400, 500)),
            Of("five pods by least requests, 80 %", SmallSystem.Of(many, 5, 1, 400, 500)),
            Of("two pods by least requests, 80 %", SmallSystem.Of(many, 2, 1, 160, 1000)),
            Of("limit of 1 on 4 cores, 60 %", SmallSystem.Of(one, 1, 4, 60, 3000, limit: 1)),
            Of("limit of 0.5 on 4 cores, 40 %", SmallSystem.Of(one, 1, 4, 20, 5000, limit: 0.5)),
            Of("limit of 2 on 4 cores, 80 %", SmallSystem.Of(one, 1, 4, 160, 1500, limit: 2)),
            Of("queue of 5, at capacity", SmallSystem.Of(one with { Concurrency = 2, Queue = 5 }, 1, 2, 200, 500)),
        ];

        static Comparison Of(string name, SmallSystem system) => Comparison.Of(name, system, 1);
    }

    private static List<Comparison> CompareRandom(string name, Gen<SmallSystem> systems, int count, int runs) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(i => Comparison.Of($"{name} {i}", systems.Generate(new PCG((uint)i, Seed), null, out _), runs)),
        ];
}

/// <summary>What the model predicts for a system, beside what a simulation of each request measures. Times are in seconds.</summary>
internal sealed record Comparison(
    string Name,
    SmallSystem System,
    (double Model, double Simulated) Mean,
    (double Model, double Simulated) Tail,
    (double Model, double Simulated) Success
)
{
    public override string ToString() =>
        $"{Name}: mean {Mean}, p99 {Tail}, success {Success}, errors {MeanError:0.0 %} and {TailError:0.0 %}: {System.Text}";

    public double MeanError => Error(Mean);

    public double TailError => Error(Tail);

    public static Comparison Of(string name, SmallSystem system, int runs)
    {
        var prediction = system.Predict();
        var simulations = Enumerable.Range(1, runs).Select(system.Simulate).ToList();
        var times = simulations.SelectMany(simulation => simulation.Times).Order().ToList();
        return new Comparison(
            name,
            system,
            (prediction.Mean, times.Average()),
            (prediction.Quantile(0.99), times[(int)(0.99 * (times.Count - 1))]),
            (prediction.Succeeded / prediction.Begun, times.Count / (double)simulations.Sum(simulation => simulation.Ended))
        );
    }

    private static double Error((double Model, double Simulated) pair) => pair.Model / pair.Simulated - 1;
}
