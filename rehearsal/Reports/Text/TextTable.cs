using Infra.Reports;

namespace Infra.Rehearsal.Reports.Text;

/// <summary>A table for a terminal.</summary>
internal static class TextTable
{
    private const int Gap = 2;
    private const int LeastOfLast = 12;

    /// <summary>
    /// Writes a table. Its last column is cut to the width; where even that leaves no room, each row is a sentence of its headings and
    /// cells.
    /// </summary>
    public static IEnumerable<StyledLine> Write(IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<StyledText>> rows, int width)
    {
        var last = headings.Count - 1;
        var widths = headings
            .Select((heading, column) => rows.Select(row => SafeText.Width(row[column].Text)).Append(heading.Length).Max())
            .ToArray();
        var room = width - widths[..last].Sum() - last * Gap;
        return room < Math.Min(LeastOfLast, widths[last])
            ? rows.SelectMany(row => WriteSentence(headings, row, width))
            : rows.Prepend([.. headings.Select(heading => new StyledText(heading, TextStyle.Faint))])
                .Select(row => WriteRow(row, widths, room));
    }

    private static StyledLine WriteRow(IReadOnlyList<StyledText> row, int[] widths, int room) =>
        new([
            .. row.Select(
                (cell, column) =>
                    column == row.Count - 1
                        ? cell with
                        {
                            Text = SafeText.Cut(cell.Text, room),
                        }
                        : cell with
                        {
                            Text = cell.Text + new string(' ', widths[column] - SafeText.Width(cell.Text) + Gap),
                        }
            ),
        ]);

    private static IEnumerable<StyledLine> WriteSentence(IReadOnlyList<string> headings, IReadOnlyList<StyledText> row, int width) =>
        StyledWrap.Wrap(
            headings
                .Zip(row)
                .SelectMany(pair => new[] { new StyledText($"{pair.First} ", TextStyle.Faint), pair.Second, new StyledText(" ") }),
            width,
            Gap
        );
}
