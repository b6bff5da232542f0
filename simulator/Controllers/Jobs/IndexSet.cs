using System.Globalization;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>A set of completion indexes, written as <c>0-2,5</c>.</summary>
internal sealed class IndexSet
{
    private readonly SortedSet<int> _indexes = [];

    /// <summary>The number of indexes.</summary>
    public int Count => _indexes.Count;

    /// <summary>Parses the text form; indexes at or above <paramref name="end"/> are dropped.</summary>
    public static IndexSet Parse(string? text, int end)
    {
        var set = new IndexSet();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var bounds = part.Split('-');
            if (
                !int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(bounds[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            )
            {
                continue;
            }

            for (var index = first; index <= last && index < end; index++)
            {
                set.Add(index);
            }
        }

        return set;
    }

    /// <summary>Adds an index.</summary>
    public void Add(int index) => _indexes.Add(index);

    /// <summary>How many of the indexes are in another set too.</summary>
    public int CountIn(IndexSet other) => _indexes.Count(other.Contains);

    /// <summary>Whether the index is in the set.</summary>
    public bool Contains(int index) => _indexes.Contains(index);

    /// <summary>Formats the set as <c>0-2,5</c>.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        int? first = null;
        var last = 0;
        foreach (var index in _indexes)
        {
            if (first is { } start && index != last + 1)
            {
                parts.Add(Range(start, last));
            }

            if (first is null || index != last + 1)
            {
                first = index;
            }

            last = index;
        }

        if (first is { } open)
        {
            parts.Add(Range(open, last));
        }

        return string.Join(',', parts);
    }

    // Two adjacent indexes are separate entries, three or more form a range.
    private static string Range(int first, int last) =>
        first == last ? Text(first) : $"{Text(first)}{(last == first + 1 ? ',' : '-')}{Text(last)}";

    private static string Text(int index) => index.ToString(CultureInfo.InvariantCulture);
}
