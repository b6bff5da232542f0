using System.Globalization;
using System.Text;

namespace Infra.Reports;

/// <summary>Text of others as a part of a report.</summary>
public static class SafeText
{
    private static readonly Rune Replacement = Rune.ReplacementChar;

    /// <summary>
    /// Makes white space single spaces and replaces what would act on a terminal, reorder the line or is not Unicode: control characters,
    /// overrides of the writing direction, halves of surrogate pairs.
    /// </summary>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var safe = new StringBuilder(text.Length);
        var isAfterSpace = true;
        foreach (var rune in text.EnumerateRunes())
        {
            var isSpace = Rune.IsWhiteSpace(rune);
            if (!isSpace)
            {
                safe.Append(IsUnsafe(rune) ? Replacement : rune);
            }
            else if (!isAfterSpace)
            {
                safe.Append(' ');
            }

            isAfterSpace = isSpace;
        }

        return safe.ToString().TrimEnd(' ');
    }

    /// <summary>
    /// Keeps lines and their indentation, ends each line with a line feed only, and replaces what <see cref="Line"/> replaces.
    /// </summary>
    public static string Block(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            safe.Append(rune.Value is '\n' or '\t' || !IsUnsafe(rune) ? rune : Replacement);
        }

        return safe.ToString();
    }

    /// <summary>The columns of a terminal that a text takes: two for ideographs and emoji, none for marks above others.</summary>
    public static int Width(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Width(rune);
        }

        return width;
    }

    /// <summary>The longest start of a text that fits a width; one that is cut ends in an ellipsis.</summary>
    public static string Cut(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var cut = new StringBuilder();
        var room = width - 1;
        foreach (var rune in text.EnumerateRunes())
        {
            room -= Width(rune);
            if (room < 0)
            {
                break;
            }

            cut.Append(rune);
        }

        return width > 0 ? $"{cut}…" : "";
    }

    /// <summary>The columns of a terminal that a character takes.</summary>
    public static int Width(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
        : IsWide(rune.Value) ? 2
        : 1;

    private static bool IsUnsafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0x061C or 0xFEFF or 0xFFFE or 0xFFFF;

    // The blocks of Unicode's East Asian Width that are wide or full-width throughout, and those of emoji.
    private static bool IsWide(int value) =>
        value
            is (>= 0x1100 and <= 0x115F)
                or (>= 0x2E80 and <= 0x303E)
                or (>= 0x3041 and <= 0xA4CF)
                or (>= 0xA960 and <= 0xA97F)
                or (>= 0xAC00 and <= 0xD7A3)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0xFE30 and <= 0xFE6F)
                or (>= 0xFF00 and <= 0xFF60)
                or (>= 0xFFE0 and <= 0xFFE6)
                or (>= 0x1F300 and <= 0x1F64F)
                or (>= 0x1F680 and <= 0x1F6FF)
                or (>= 0x1F900 and <= 0x1FAFF)
                or (>= 0x20000 and <= 0x3FFFD);
}
