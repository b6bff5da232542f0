using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports;

/// <summary>An expectation and what was found, in words.</summary>
internal static class ExpectationText
{
    private static readonly (string Relation, string Contrary)[] Relations = [("≤", ">"), ("≥", "<"), ("<", "≥"), (">", "≤"), ("=", "≠")];

    /// <summary>The order of reports: what failed, what is not known, what holds.</summary>
    public static IEnumerable<ExpectationResult> InOrder(IEnumerable<ExpectationResult> expectations) =>
        expectations.OrderBy(expectation =>
            expectation.Outcome switch
            {
                ExpectationOutcome.Failed => 0,
                ExpectationOutcome.Unknown => 1,
                _ => 2,
            }
        );

    /// <summary>What it is about, such as <c>gateway latency p99</c>.</summary>
    public static string Title(ExpectationResult expectation) => SafeText.Line($"{expectation.Subject} {expectation.Name}");

    /// <summary>The figure and its relation to the limit, such as <c>812 ms > 500 ms</c>; the limit alone without a figure.</summary>
    public static string Comparison(ExpectationResult expectation)
    {
        var (figure, limit) = (SafeText.Line(expectation.Figure), SafeText.Line(expectation.Limit));
        if (figure.Length == 0 || expectation.Outcome != ExpectationOutcome.Failed)
        {
            return $"{figure} {limit}".Trim();
        }

        var (relation, contrary) = Relations.FirstOrDefault(pair => limit.StartsWith(pair.Relation, StringComparison.Ordinal));
        if (relation is null)
        {
            return $"{figure}, not {limit}";
        }

        // Rounded, both may be the same.
        var bound = limit[relation.Length..].TrimStart();
        return figure.Replace(",", "", StringComparison.Ordinal) == bound
            ? $"{figure}, just {contrary} {bound}"
            : $"{figure} {contrary} {bound}";
    }

    /// <summary>When and why it does not hold, and what would: <c>from 22:10 to 24:30: catalog at its maximum; …</c>.</summary>
    public static string Explanation(ExpectationResult expectation)
    {
        var reason = SafeText.Line(
            (expectation.Cause, expectation.Remedy) switch
            {
                (null, null) => "",
                ({ } cause, null) => cause,
                (null, { } remedy) => remedy,
                var (cause, remedy) => $"{cause}; {remedy}",
            }
        );
        var periods = Figures.Periods(expectation.Periods);
        var when = periods.Length > 0 ? $" {periods}" : "";
        return reason.Length > 0 ? $"{when}: {reason}" : when;
    }
}
