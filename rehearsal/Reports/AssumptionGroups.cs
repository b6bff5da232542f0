using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports;

/// <summary>Assumptions that differ only in their subject, as one.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Value">Its value.</param>
/// <param name="Place">Where it comes from.</param>
/// <param name="Subjects">What it is assumed of, in the order of the result.</param>
internal sealed record AssumptionGroup(string Name, string Value, string Place, IReadOnlyList<string> Subjects)
{
    /// <summary>The assumptions of an origin, by setting and value, in the order of the result.</summary>
    public static IEnumerable<AssumptionGroup> Of(RehearsalResult result, AssumptionOrigin origin) =>
        result
            .Assumptions.Where(assumption => assumption.Origin == origin)
            .GroupBy(assumption => (assumption.Name, assumption.Value, assumption.Place))
            .Select(group => new AssumptionGroup(
                SafeText.Line(group.Key.Name),
                SafeText.Line(group.Key.Value),
                SafeText.Line(group.Key.Place),
                [.. group.Select(assumption => SafeText.Line(assumption.Subject)).Distinct(StringComparer.Ordinal)]
            ));
}
