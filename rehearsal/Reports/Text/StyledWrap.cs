using System.Text;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Text;

/// <summary>Breaks styled text into lines of a width.</summary>
internal static class StyledWrap
{
    /// <summary>Breaks at spaces, and words longer than a line anywhere. Later lines are indented.</summary>
    public static IEnumerable<StyledLine> Wrap(IEnumerable<StyledText> parts, int width, int indent)
    {
        indent = Math.Min(indent, Math.Max(0, width - 1));
        var line = new List<StyledText>();
        var (start, used) = (0, 0);
        foreach (var word in SplitIntoWords(parts).SelectMany(word => Break(word, Math.Max(1, width - indent))))
        {
            var length = Width(word);
            if (used > start && used + 1 + length > width)
            {
                yield return new StyledLine([.. line]);
                line = [new StyledText(new string(' ', indent))];
                (start, used) = (indent, indent);
            }
            else if (used > start)
            {
                line.Add(new StyledText(" ", line[^1].Style == word[0].Style ? word[0].Style : TextStyle.Plain));
                used++;
            }

            line.AddRange(word);
            used += length;
        }

        if (line.Count > 0)
        {
            yield return new StyledLine([.. line]);
        }
    }

    /// <summary>A heading below an empty line.</summary>
    public static IEnumerable<StyledLine> Heading(string text, int width) =>
        Wrap([new StyledText(text, TextStyle.Heading)], width, 0).Prepend(new StyledLine());

    private static int Width(IEnumerable<StyledText> word) => word.Sum(part => SafeText.Width(part.Text));

    // A word goes on where the style changes without a space.
    private static IEnumerable<List<StyledText>> SplitIntoWords(IEnumerable<StyledText> parts)
    {
        var word = new List<StyledText>();
        foreach (var part in parts)
        {
            var pieces = part.Text.Split(' ');
            for (var i = 0; i < pieces.Length; i++)
            {
                if (i > 0 && word.Count > 0)
                {
                    yield return word;
                    word = [];
                }

                if (pieces[i].Length > 0)
                {
                    word.Add(part with { Text = pieces[i] });
                }
            }
        }

        if (word.Count > 0)
        {
            yield return word;
        }
    }

    private static IEnumerable<List<StyledText>> Break(List<StyledText> word, int room)
    {
        if (Width(word) <= room)
        {
            yield return word;
            yield break;
        }

        foreach (var part in word)
        {
            var (piece, used) = (new StringBuilder(), 0);
            foreach (var rune in part.Text.EnumerateRunes())
            {
                var width = SafeText.Width(rune);
                if (used + width > room && piece.Length > 0)
                {
                    yield return [part with { Text = piece.ToString() }];
                    piece.Clear();
                    used = 0;
                }

                piece.Append(rune);
                used += width;
            }

            yield return [part with { Text = piece.ToString() }];
        }
    }
}
