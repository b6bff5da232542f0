using System.Globalization;

namespace Infra.Simulator.Api.Validation.Jobs;

/// <summary>Reads the lists of indexes in the status of an indexed job, such as <c>1,3-5</c>.</summary>
internal static class JobIndexes
{
    /// <summary>Returns what is wrong with a list of indexes below the number of completions; null if nothing is.</summary>
    public static string? FindProblem(string indexes, long completions)
    {
        if (indexes.Length == 0)
        {
            return null;
        }

        long? last = null;
        foreach (var fragment in indexes.Split(','))
        {
            var (interval, problem) = Parse(fragment, completions);
            if (problem is not null)
            {
                return problem;
            }

            if (last >= interval.First)
            {
                return $"non-increasing order, previous: {last}, current: {interval.First}";
            }

            last = interval.Last;
        }

        return null;
    }

    /// <summary>Returns the first index that both lists contain; fragments without a meaning are left out.</summary>
    public static long? FindOverlap(string completed, string failed, long completions)
    {
        var (left, right) = (ReadIntervals(completed, completions), ReadIntervals(failed, completions));
        var (one, other) = (0, 0);
        while (one < left.Count && other < right.Count)
        {
            var (first, second) = (left[one], right[other]);
            if (first.First <= second.Last && second.First <= first.Last)
            {
                return Math.Max(first.First, second.First);
            }

            if (first.First <= second.First)
            {
                one++;
            }
            else
            {
                other++;
            }
        }

        return null;
    }

    private static List<Interval> ReadIntervals(string indexes, long completions) =>
        [
            .. indexes
                .Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(fragment => Parse(fragment, completions))
                .Where(parsed => parsed.Problem is null)
                .Select(parsed => parsed.Interval),
        ];

    private static (Interval Interval, string? Problem) Parse(string fragment, long completions)
    {
        var limits = fragment.Split('-');
        if (limits.Length > 2)
        {
            var problem =
                $"the fragment \"{fragment}\" violates the requirement that an index interval can have at most two parts separated by '-'";
            return (default, problem);
        }

        var numbers = new List<long>();
        foreach (var limit in limits)
        {
            if (!long.TryParse(limit, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return (default, $"cannot convert string to integer for index: \"{limit}\"");
            }

            if (number >= completions)
            {
                return (default, $"too large index: \"{limit}\"");
            }

            numbers.Add(number);
        }

        return numbers.Count == 2 && numbers[0] >= numbers[1]
            ? (default, $"non-increasing order, previous: {numbers[0]}, current: {numbers[1]}")
            : (new Interval(numbers[0], numbers[^1]), null);
    }

    /// <summary>Indexes from the first to the last.</summary>
    private readonly record struct Interval(long First, long Last);
}
