using System.Collections.Immutable;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Slo;

/// <summary>
/// How many times faster than allowed an error budget may be used, over a long window that shows it matters and a short one that shows it goes on
/// (Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts").
/// </summary>
/// <param name="Factor">Times the rate that uses up the budget exactly at the end of its window.</param>
/// <param name="Long">The window that has to be above.</param>
/// <param name="Short">The window that has to be above as well, so that the alert ends soon after its cause.</param>
/// <param name="For">How long it has to be so.</param>
/// <param name="Severity">How soon someone has to act.</param>
internal sealed record BurnRate(double Factor, TimeSpan Long, TimeSpan Short, TimeSpan For, Severity Severity)
{
    public static ImmutableArray<BurnRate> Pairs { get; } =
    [
        new(14.4, Hours(1), Minutes(5), Minutes(2), Severity.Critical),
        new(6, Hours(6), Minutes(30), Minutes(15), Severity.Critical),
        new(3, Days(1), Hours(2), Hours(1), Severity.Warning),
        new(1, Days(3), Hours(6), Hours(3), Severity.Warning),
    ];

    /// <summary>The share of the whole budget that is gone when the long window is full of this rate.</summary>
    public double ShareOf(TimeSpan window) => Factor * (Long / window);
}
