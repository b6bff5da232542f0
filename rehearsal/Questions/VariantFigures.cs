using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Questions;

/// <summary>What a rehearsal found, in a few figures.</summary>
public sealed record VariantFigures
{
    /// <summary>Whether each expectation holds.</summary>
    public required IReadOnlyList<ExpectationResult> Expectations { get; init; }

    /// <summary>What failed, in the order in which it did; at last what has no time.</summary>
    public required IReadOnlyList<ExpectationResult> Failures { get; init; }

    /// <summary>The services, in the order of the catalogue.</summary>
    public required IReadOnlyList<ServiceFigures> Services { get; init; }

    /// <summary>The most nodes at a time.</summary>
    public required int MostNodes { get; init; }

    /// <summary>What the nodes cost in a month; null if no pool has a price.</summary>
    public double? CostPerMonth { get; init; }

    /// <summary>Whether it holds: unknown if no expectation can be judged.</summary>
    public ExpectationOutcome Outcome =>
        Failures.Count > 0 ? ExpectationOutcome.Failed
        : Expectations.Any(expectation => expectation.Outcome == ExpectationOutcome.Held) ? ExpectationOutcome.Held
        : ExpectationOutcome.Unknown;

    /// <summary>Takes the figures from a result.</summary>
    public static VariantFigures Of(RehearsalResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new VariantFigures
        {
            Expectations = result.Expectations,
            Failures = InOrder(result.Expectations),
            Services = [.. result.Services.Select(ServiceFigures.Of)],
            MostNodes = result
                .Nodes.SelectMany(node => node.Samples)
                .CountBy(sample => sample.At)
                .Select(at => at.Value)
                .DefaultIfEmpty()
                .Max(),
            CostPerMonth = result.Cost?.PerMonth,
        };
    }

    /// <summary>What failed of expectations, in the order in which it did; at last what has no time.</summary>
    public static IReadOnlyList<ExpectationResult> InOrder(IEnumerable<ExpectationResult> expectations) =>
        [
            .. expectations
                .Where(expectation => expectation.Outcome == ExpectationOutcome.Failed)
                .OrderBy(expectation => expectation.Periods.Select(period => period.From).DefaultIfEmpty(TimeSpan.MaxValue).Min()),
        ];
}

/// <summary>What a rehearsal found of a service.</summary>
public sealed record ServiceFigures
{
    // A rehearsal finds one failure in a hundred thousand requests more or less by chance.
    private const int Decimals = 5;

    /// <summary>Its name.</summary>
    public required string Service { get; init; }

    /// <summary>The p99 of all its successful requests; null without any.</summary>
    public TimeSpan? Latency99 { get; init; }

    /// <summary>The part of its requests that succeeded; null without any.</summary>
    public double? Availability { get; init; }

    /// <summary>The most pods at a time.</summary>
    public required int MostPods { get; init; }

    /// <summary>The fewest ready pods.</summary>
    public required int FewestReady { get; init; }

    /// <summary>The most that its pods used of the CPU that they request; null if they request none.</summary>
    public double? CpuUse { get; init; }

    /// <summary>The figures as reports show them: what differs less is the same.</summary>
    public string Shown =>
        string.Join(
            '|',
            Service,
            Figures.Duration(Latency99),
            Availability is { } part ? Figures.Percent(Math.Round(1 - part, Decimals)) : "",
            MostPods,
            FewestReady,
            CpuUse is { } use ? Figures.Percent(use) : ""
        );

    /// <summary>Takes the figures from a timeline.</summary>
    public static ServiceFigures Of(ServiceTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        var samples = timeline.Samples;
        var (succeeded, failed) = (samples.Sum(sample => sample.Succeeded), samples.Sum(sample => sample.Failed));
        return new ServiceFigures
        {
            Service = timeline.Service,
            Latency99 = timeline.Latency.Quantile(0.99),
            Availability = succeeded + failed > 0 ? succeeded / (succeeded + failed) : null,
            MostPods = samples.Select(sample => sample.Pods).DefaultIfEmpty().Max(),
            FewestReady = samples.Select(sample => sample.Ready).DefaultIfEmpty().Min(),
            CpuUse = samples.Where(sample => sample.CpuRequested > 0).Max(sample => (double?)(sample.Cpu / sample.CpuRequested)),
        };
    }
}
