using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Verdicts;

/// <summary>Sets of periods.</summary>
internal static class Periods
{
    /// <summary>Joins periods, in order, that touch.</summary>
    public static IReadOnlyList<Period> Join(IEnumerable<Period> periods)
    {
        var joined = new List<Period>();
        foreach (var period in periods.OrderBy(one => one.From))
        {
            if (joined.Count > 0 && joined[^1].Until >= period.From)
            {
                joined[^1] = joined[^1] with { Until = period.Until > joined[^1].Until ? period.Until : joined[^1].Until };
            }
            else
            {
                joined.Add(period);
            }
        }

        return joined;
    }
}
