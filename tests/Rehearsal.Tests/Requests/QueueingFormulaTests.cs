using Infra.Rehearsal.Requests;
using Rehearsal.Tests.Requests.Oracle;

namespace Rehearsal.Tests.Requests;

/// <summary>The model against closed formulas of queueing theory: within 5 %.</summary>
public sealed class QueueingFormulaTests
{
    private const double Within = 0.05;

    /// <summary>M/M/1 and M/G/1 with processor sharing: S / (1 - ρ), whatever the distribution of the CPU time.</summary>
    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.8, 1)]
    [InlineData(0.9, 1)]
    [InlineData(0.8, 0)]
    [InlineData(0.8, 0.3)]
    [InlineData(0.8, 4)]
    public void SharedCore_HasTheMeanTimeOfProcessorSharing(double utilisation, double variation) =>
        AssertMean(0.01 / (1 - utilisation), Service() with { CpuVariation = variation }, 1, 1, utilisation * 100);

    /// <summary>M/M/c: S + C / (cμ - λ) with Erlang's C.</summary>
    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(4, 0.8)]
    [InlineData(16, 0.9)]
    public void SharedCores_HaveTheMeanTimeOfErlang(int cores, double utilisation)
    {
        var load = cores * utilisation;
        var (term, sum) = (1.0, 1.0);
        for (var k = 1; k < cores; k++)
        {
            term *= load / k;
            sum += term;
        }

        var all = term * load / cores / (1 - utilisation);

        AssertMean(0.01 + all / (sum + all) / (cores * 100 * (1 - utilisation)), Service(), 1, cores, load * 100);
    }

    /// <summary>A random split of requests is as many queues of their own.</summary>
    [Fact]
    public void RandomSplit_IsASeparateQueueForEachPod() => AssertMean(0.01 / (1 - 0.8), Service(), 5, 1, 400);

    /// <summary>Turns make arrivals regular. D/M/1 waits S / (1 - σ), where σ = e^(-(1 - σ) / ρ).</summary>
    [Fact]
    public void Turns_OfManyPods_HaveTheMeanTimeOfRegularArrivals()
    {
        var sigma = 0.5;
        for (var i = 0; i < 200; i++)
        {
            sigma = Math.Exp(-(1 - sigma) / 0.8);
        }

        AssertMean(0.01 / (1 - sigma), Service() with { Balancing = Balancing.RoundRobin }, 32, 1, 32 * 80);
    }

    /// <summary>One request at a time: Pollaczek and Khinchine's S + λE[S²] / (2(1 - ρ)).</summary>
    [Theory]
    [InlineData(0.8, 1)]
    [InlineData(0.8, 0)]
    [InlineData(0.5, 3)]
    public void OneRequestAtATime_WaitsAsPollaczekAndKhinchineSay(double utilisation, double variation) =>
        AssertMean(
            0.01 + utilisation * 0.01 * (1 + variation) / (2 * (1 - utilisation)),
            Service() with
            {
                CpuVariation = variation,
                Concurrency = 1,
            },
            1,
            1,
            utilisation * 100
        );

    /// <summary>The times of a single core are exponential if requests come one at a time: P(T &gt; t) = e^(-(μ - λ)t).</summary>
    [Fact]
    public void OneRequestAtATime_HasAnExponentialTime()
    {
        var prediction = SmallSystem.Of(Service() with { Concurrency = 1 }, 1, 1, 80, 20).Predict();

        Assert.Equal(1, prediction.Quantile(0.99) / (Math.Log(100) / 20), 0.08);
    }

    /// <summary>A backlog grows by λ - μ, is drained by μ - λ, and new requests wait for it: backlog / μ.</summary>
    [Fact]
    public void Backlog_GrowsAndDrainsByTheDifferenceOfRates()
    {
        var system = SmallSystem.Of(Service() with { Concurrency = 5 }, 1, 1, 0, 0) with
        {
            Phases = [new(160, 60), new(40, 30), new(40, 60)],
        };
        var outcomes = system.Predict().Outcomes;

        var afterOverload = outcomes[11].Pods["a-0"];
        Assert.Equal(1, (afterOverload.InProgress + afterOverload.Waiting) / (60 * 60), Within);
        var half = outcomes[17];
        Assert.Equal(1, (half.Pods["a-0"].InProgress + half.Pods["a-0"].Waiting) / (60 * 60 - 30 * 60), Within);
        Assert.Equal(1, half.Services["a"].Latency.Mean.TotalSeconds / ((1800 + 150) / 100.0), Within);
        Assert.InRange(outcomes[^1].Pods["a-0"].Waiting, 0, 1);
    }

    private static ServiceBehaviour Service() =>
        new()
        {
            Service = "a",
            Cpu = TimeSpan.FromMilliseconds(10),
            Concurrency = 1000,
        };

    private static void AssertMean(double expected, ServiceBehaviour behaviour, int pods, double cores, double rate)
    {
        var prediction = SmallSystem.Of(behaviour, pods, cores, rate, 20).Predict();

        Assert.Equal(1, prediction.Mean / expected, Within);
    }
}
