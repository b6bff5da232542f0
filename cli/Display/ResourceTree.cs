using Infra.Engine.Events;
using Infra.Engine.Resources;

namespace Infra.Cli.Display;

/// <summary>Arranges resources below their parents, without the least interesting ones if there is not enough room.</summary>
internal static class ResourceTree
{
    /// <summary>The rows from top to bottom, each with its depth in the tree.</summary>
    /// <param name="rows">All rows, in the order of their first events.</param>
    /// <param name="room">The number of lines available.</param>
    public static IReadOnlyList<(ResourceRow Row, int Depth)> Arrange(IReadOnlyList<ResourceRow> rows, int room)
    {
        var interesting = rows.Count <= room ? rows : MostInteresting(rows, room);
        var known = interesting.Select(row => row.Urn).ToHashSet();
        var children = interesting.ToLookup(row => known.Contains(row.Parent) ? row.Parent : default);
        var arranged = new List<(ResourceRow, int)>(interesting.Count);
        Add(default, 0);
        return arranged;

        void Add(Urn parent, int depth)
        {
            foreach (var row in children[parent])
            {
                arranged.Add((row, depth));
                Add(row.Urn, depth + 1);
            }
        }
    }

    // Failed rows first, then those in progress, planned, done and unchanged. The rows that remain keep their order.
    private static List<ResourceRow> MostInteresting(IReadOnlyList<ResourceRow> rows, int room)
    {
        var kept = rows.Select((row, index) => (Rank: Rank(row), Index: index))
            .Order()
            .Take(room)
            .Select(ranked => ranked.Index)
            .ToHashSet();
        return [.. rows.Where((_, index) => kept.Contains(index))];
    }

    private static int Rank(ResourceRow row) =>
        (row.Progress, row.Step.Operation) switch
        {
            (StepProgress.Failed, _) => 0,
            (_, StepOperation.Same) => 4,
            (StepProgress.InProgress, _) => 1,
            (StepProgress.Planned, _) => 2,
            _ => 3,
        };
}
