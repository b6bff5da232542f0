using System.Collections.Immutable;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Slo;

/// <summary>
/// A rate of error budget consumption that alerts, measured over two windows: the long one shows that it matters, the short one that it
/// continues
/// (Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts").
/// </summary>
internal sealed record BurnRate
{
    /// <summary>From the fastest, which alerts first, to the slowest.</summary>
    public static ImmutableArray<BurnRate> All { get; } =
    [
        new()
        {
            Factor = 14.4,
            Long = Hours(1),
            Short = Minutes(5),
            For = Minutes(2),
            Severity = Severity.Critical,
        },
        new()
        {
            Factor = 6,
            Long = Hours(6),
            Short = Minutes(30),
            For = Minutes(15),
            Severity = Severity.Critical,
        },
        new()
        {
            Factor = 3,
            Long = Days(1),
            Short = Hours(2),
            For = Hours(1),
            Severity = Severity.Warning,
        },
        new()
        {
            Factor = 1,
            Long = Days(3),
            Short = Hours(6),
            For = Hours(3),
            Severity = Severity.Warning,
        },
    ];

    /// <summary>All windows, from the shortest.</summary>
    public static IEnumerable<TimeSpan> Windows => All.SelectMany(rate => new[] { rate.Long, rate.Short }).Distinct().Order();

    /// <summary>A multiple of the rate that consumes the budget exactly by the end of the objective's window.</summary>
    public required double Factor { get; init; }

    public required TimeSpan Long { get; init; }

    /// <summary>Also has to exceed the rate, so that the alert resolves soon after its cause is gone.</summary>
    public required TimeSpan Short { get; init; }

    /// <summary>How long both windows have to exceed the rate before the alert fires.</summary>
    public required TimeSpan For { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>The share of the whole budget that this rate consumes within the long window.</summary>
    /// <param name="window">The window of the objective.</param>
    public double BudgetShare(TimeSpan window) => Factor * (Long / window);

    /// <summary>Adds the two windows, which distinguish the alerts of one objective.</summary>
    public ImmutableSortedDictionary<string, string> AddWindows(ImmutableSortedDictionary<string, string> labels) =>
        labels.Add("long", Duration.Format(Long)).Add("short", Duration.Format(Short));
}
