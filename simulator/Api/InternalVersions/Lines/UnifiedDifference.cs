using System.Globalization;
using System.Text;

namespace Infra.Simulator.Api.InternalVersions.Lines;

/// <summary>Formats the difference of two texts with three lines of context.</summary>
internal static class UnifiedDifference
{
    private const int Context = 3;

    public static string Format(string[] before, string[] after)
    {
        var result = new StringBuilder();
        foreach (var hunk in Group(GetChanges(before, after)))
        {
            var (first, last) = (hunk[0], hunk[^1]);
            result.Append("@@ -").Append(FormatRange(first.BeforeStart, last.BeforeEnd));
            result.Append(" +").Append(FormatRange(first.AfterStart, last.AfterEnd)).Append(" @@\n");
            foreach (var change in hunk)
            {
                if (change.IsEqual)
                {
                    Append(result, ' ', before[change.BeforeStart..change.BeforeEnd]);
                    continue;
                }

                Append(result, '-', before[change.BeforeStart..change.BeforeEnd]);
                Append(result, '+', after[change.AfterStart..change.AfterEnd]);
            }
        }
        return result.ToString();
    }

    private static List<Change> GetChanges(string[] before, string[] after)
    {
        var changes = new List<Change>();
        var (i, j) = (0, 0);
        foreach (var block in new SequenceMatching(before, after).GetBlocks())
        {
            if (i < block.Before || j < block.After)
            {
                changes.Add(new Change(false, i, block.Before, j, block.After));
            }

            (i, j) = (block.Before + block.Length, block.After + block.Length);
            if (block.Length > 0)
            {
                changes.Add(new Change(true, block.Before, i, block.After, j));
            }
        }
        return changes;
    }

    private static List<List<Change>> Group(List<Change> changes)
    {
        var hunks = new List<List<Change>>();
        if (changes.Count == 0 || (changes.Count == 1 && changes[0].IsEqual))
        {
            return hunks;
        }

        var hunk = new List<Change>();
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            if (!change.IsEqual)
            {
                hunk.Add(change);
                continue;
            }

            var (isFirst, isLast) = (i == 0, i == changes.Count - 1);
            if (!isFirst && !isLast && change.BeforeEnd - change.BeforeStart > 2 * Context)
            {
                hunk.Add(change.Keep(Context));
                hunks.Add(hunk);
                hunk = [change.KeepLast(Context)];
                continue;
            }

            hunk.Add(
                isFirst ? change.KeepLast(Context)
                : isLast ? change.Keep(Context)
                : change
            );
        }
        hunks.Add(hunk);
        return hunks;
    }

    private static string FormatRange(int start, int end)
    {
        var length = end - start;
        return length switch
        {
            1 => string.Create(CultureInfo.InvariantCulture, $"{start + 1}"),
            0 => string.Create(CultureInfo.InvariantCulture, $"{start},0"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{start + 1},{length}"),
        };
    }

    private static void Append(StringBuilder result, char mark, string[] lines)
    {
        foreach (var line in lines)
        {
            result.Append(mark).Append(line).Append('\n');
        }
    }

    private sealed record Change(bool IsEqual, int BeforeStart, int BeforeEnd, int AfterStart, int AfterEnd)
    {
        public Change Keep(int count) =>
            this with
            {
                BeforeEnd = Math.Min(BeforeEnd, BeforeStart + count),
                AfterEnd = Math.Min(AfterEnd, AfterStart + count),
            };

        public Change KeepLast(int count) =>
            this with
            {
                BeforeStart = Math.Max(BeforeStart, BeforeEnd - count),
                AfterStart = Math.Max(AfterStart, AfterEnd - count),
            };
    }
}
