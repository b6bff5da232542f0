namespace Infra.Simulator.Api.InternalVersions.Lines;

/// <summary>A block of equal lines.</summary>
internal readonly record struct MatchingBlock(int Before, int After, int Length);

/// <summary>
/// Finds the blocks of lines that two texts share, as Python's difflib and its Go port do: the longest block first, then those before and
/// after it. In long texts, lines that occur often do not start a block.
/// </summary>
internal sealed class SequenceMatching
{
    private const int PopularLength = 200;

    private readonly string[] _before;
    private readonly string[] _after;
    private readonly Dictionary<string, List<int>> _places = [];

    public SequenceMatching(string[] before, string[] after)
    {
        (_before, _after) = (before, after);
        for (var i = 0; i < after.Length; i++)
        {
            if (!_places.TryGetValue(after[i], out var places))
            {
                _places[after[i]] = places = [];
            }

            places.Add(i);
        }
        if (after.Length >= PopularLength)
        {
            foreach (
                var popular in _places.Where(entry => entry.Value.Count > (after.Length / 100) + 1).Select(entry => entry.Key).ToList()
            )
            {
                _places.Remove(popular);
            }
        }
    }

    /// <summary>Returns the blocks in order, neighbours joined, and an empty one at the end.</summary>
    public IReadOnlyList<MatchingBlock> GetBlocks()
    {
        var found = new List<MatchingBlock>();
        Collect(0, _before.Length, 0, _after.Length, found);
        var joined = new List<MatchingBlock>();
        foreach (var block in found)
        {
            if (
                joined.Count > 0
                && joined[^1] is var last
                && last.Before + last.Length == block.Before
                && last.After + last.Length == block.After
            )
            {
                joined[^1] = last with { Length = last.Length + block.Length };
            }
            else
            {
                joined.Add(block);
            }
        }
        joined.Add(new MatchingBlock(_before.Length, _after.Length, 0));
        return joined;
    }

    private void Collect(int beforeStart, int beforeEnd, int afterStart, int afterEnd, List<MatchingBlock> found)
    {
        var longest = FindLongest(beforeStart, beforeEnd, afterStart, afterEnd);
        if (longest.Length == 0)
        {
            return;
        }

        if (beforeStart < longest.Before && afterStart < longest.After)
        {
            Collect(beforeStart, longest.Before, afterStart, longest.After, found);
        }

        found.Add(longest);
        var (nextBefore, nextAfter) = (longest.Before + longest.Length, longest.After + longest.Length);
        if (nextBefore < beforeEnd && nextAfter < afterEnd)
        {
            Collect(nextBefore, beforeEnd, nextAfter, afterEnd, found);
        }
    }

    private MatchingBlock FindLongest(int beforeStart, int beforeEnd, int afterStart, int afterEnd)
    {
        var (bestBefore, bestAfter, bestLength) = (beforeStart, afterStart, 0);
        var lengths = new Dictionary<int, int>();
        for (var i = beforeStart; i < beforeEnd; i++)
        {
            var next = new Dictionary<int, int>();
            foreach (var j in _places.GetValueOrDefault(_before[i]) ?? [])
            {
                if (j < afterStart)
                {
                    continue;
                }

                if (j >= afterEnd)
                {
                    break;
                }

                var length = next[j] = lengths.GetValueOrDefault(j - 1) + 1;
                if (length > bestLength)
                {
                    (bestBefore, bestAfter, bestLength) = (i - length + 1, j - length + 1, length);
                }
            }
            lengths = next;
        }
        while (bestBefore > beforeStart && bestAfter > afterStart && _before[bestBefore - 1] == _after[bestAfter - 1])
        {
            (bestBefore, bestAfter, bestLength) = (bestBefore - 1, bestAfter - 1, bestLength + 1);
        }

        while (
            bestBefore + bestLength < beforeEnd
            && bestAfter + bestLength < afterEnd
            && _before[bestBefore + bestLength] == _after[bestAfter + bestLength]
        )
        {
            bestLength++;
        }

        return new MatchingBlock(bestBefore, bestAfter, bestLength);
    }
}
