using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Stacks;

namespace Infra.Rehearsal.Questions;

/// <summary>
/// Finds the most load that holds: by doubling or halving the scenario's load, then by dividing what is between the highest load that
/// holds and the lowest that fails. Two loads are tried at a time on any machine, so that the answer does not depend on its cores.
/// </summary>
public sealed class LimitSearch
{
    /// <summary>The highest factor that is tried; its reciprocal is the lowest.</summary>
    public const double HighestFactor = 64;

    /// <summary>By how much, as a part, the lowest load that fails may exceed the highest that holds.</summary>
    public const double Precision = 0.05;

    /// <summary>The most rehearsals of a search.</summary>
    public const int MaxRuns = 14;

    private readonly VariantRehearsals _rehearsals;
    private readonly StackObjects _stack;
    private readonly RehearsalPlan _plan;
    private readonly string _service;
    private readonly double _rate;
    private readonly SortedDictionary<double, LoadTry> _tries = [];

    private LimitSearch(VariantRehearsals rehearsals, StackObjects stack, RehearsalPlan plan, string service)
    {
        (_rehearsals, _stack, _plan, _service) = (rehearsals, stack, plan, service);
        _rate = LoadScaling.FindHighestRate(plan, service);
    }

    /// <summary>Searches.</summary>
    /// <param name="run">Rehearses a plan.</param>
    /// <param name="stack">What is deployed.</param>
    /// <param name="plan">The scenario; it has load on the service.</param>
    /// <param name="service">The service whose load is multiplied.</param>
    /// <param name="progress">Told of each load that was tried; null for none.</param>
    /// <param name="cancellation">Ends the search early: the answer is that of the loads that were tried.</param>
    /// <exception cref="ArgumentException">The plan has no load on the service.</exception>
    public static async Task<LoadLimit> FindAsync(
        RunRehearsal run,
        StackObjects stack,
        RehearsalPlan plan,
        string service,
        IProgress<LoadTry>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(stack);
        if (!LoadScaling.HasLoad(plan, service))
        {
            throw new ArgumentException($"The plan has no load on {service}.", nameof(service));
        }

        var search = new LimitSearch(new VariantRehearsals(run), stack, plan, service);
        return new LoadLimit
        {
            Stack = stack.Stack,
            Cluster = stack.Cluster,
            Scenario = plan.Scenario,
            Service = service,
            Outcome = await search.SearchAsync(progress, cancellation),
            Tries = [.. search._tries.Values],
        };
    }

    private async Task<LoadLimitOutcome> SearchAsync(IProgress<LoadTry>? progress, CancellationToken cancellation)
    {
        double[] next = [1, 2];
        while (next.Length > 0)
        {
            if (!await TryAsync(next, progress, cancellation))
            {
                return LoadLimitOutcome.Interrupted;
            }

            if (_tries.Values.All(one => one.Expectations.All(expectation => expectation.Outcome == ExpectationOutcome.Unknown)))
            {
                return LoadLimitOutcome.NothingExpected;
            }

            next = ChooseNext();
        }

        return _tries.Values.All(one => one.Holds) ? LoadLimitOutcome.HighestHolds
            : _tries.Values.First().Holds ? LoadLimitOutcome.Found
            : LoadLimitOutcome.LowestFails;
    }

    /// <summary>Tries loads at the same time.</summary>
    /// <returns>Whether all of them came to their end.</returns>
    private async Task<bool> TryAsync(double[] factors, IProgress<LoadTry>? progress, CancellationToken cancellation)
    {
        var variants = factors.Select(factor => Variant.Of($"{factor}", _stack, LoadScaling.Scale(_plan, _service, factor))).ToList();
        var tries = await _rehearsals.RunAsync(
            variants,
            (variant, result) =>
            {
                var factor = factors[variants.IndexOf(variant)];
                var one = new LoadTry(factor, _rate * factor, result.Expectations);
                progress?.Report(one);
                return one;
            },
            cancellation
        );
        foreach (var one in tries.OfType<LoadTry>())
        {
            _tries.Add(one.Factor, one);
        }

        return tries.All(one => one is not null);
    }

    private double[] ChooseNext()
    {
        var failing = _tries.Values.FirstOrDefault(one => !one.Holds)?.Factor;
        var holding = _tries.Values.TakeWhile(one => one.Holds).LastOrDefault()?.Factor;
        return (holding, failing) switch
        {
            ({ } low, null) => low < HighestFactor ? [.. new[] { low * 2, low * 4 }.Where(factor => factor <= HighestFactor)] : [],
            (null, { } high) => high > 1 / HighestFactor ? [high / 4, high / 2] : [],
            ({ } low, { } high) when high > low * (1 + Precision) => [low * Math.Cbrt(high / low), high / Math.Cbrt(high / low)],
            _ => [],
        };
    }
}
