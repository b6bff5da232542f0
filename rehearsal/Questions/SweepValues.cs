using System.Globalization;

namespace Infra.Rehearsal.Questions;

/// <summary>The values of a sweep: <c>4..16</c>, <c>250m..1000m:250m</c> or <c>small,medium,large</c>.</summary>
public static class SweepValues
{
    /// <summary>The most values of a sweep.</summary>
    public const int Most = 64;

    private const string Between = "..";

    /// <summary>Reads the values.</summary>
    /// <exception cref="FormatException">The text is neither a range nor a list, or has too many values.</exception>
    public static IReadOnlyList<string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var values = text.Contains(Between, StringComparison.Ordinal) ? ParseRange(text) : ParseList(text);
        return values.Count <= Most
            ? values
            : throw new FormatException($"these are more than {Most} values: write a larger step, as in FROM..TO:STEP");
    }

    private static List<string> ParseList(string text)
    {
        var values = text.Split(',').Select(value => value.Trim()).ToList();
        return values.Contains("") ? throw new FormatException($"'{text}' has an empty value: write FROM..TO, FROM..TO:STEP or A,B,C")
            : values.Distinct(StringComparer.Ordinal).Count() < values.Count ? throw new FormatException($"'{text}' has a value twice")
            : values;
    }

    private static List<string> ParseRange(string text)
    {
        var from = text.IndexOf(Between, StringComparison.Ordinal);
        var rest = text[(from + Between.Length)..];
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var low = ParseNumber(text[..from], text);
        var high = ParseNumber(colon < 0 ? rest : rest[..colon], text);
        var step = colon < 0 ? (Number: 1, high.Unit) : ParseNumber(rest[(colon + 1)..], text);
        if ((low.Number != 0 && low.Unit != high.Unit) || step.Unit != high.Unit)
        {
            throw new FormatException($"the numbers of '{text}' have different units: write all of them in one, as in 250m..1000m:250m");
        }

        if (step.Number <= 0 || low.Number > high.Number)
        {
            throw new FormatException($"'{text}' does not rise: write the lowest value first, and a step above 0");
        }

        var values = new List<string>();
        for (var value = low.Number; value <= high.Number && values.Count <= Most; value += step.Number)
        {
            values.Add($"{value.ToString(CultureInfo.InvariantCulture)}{high.Unit}");
        }

        return values;
    }

    private static (decimal Number, string Unit) ParseNumber(string text, string range)
    {
        var written = text.Trim();
        var digits = written.Length - written.TrimStart("+-.0123456789".ToCharArray()).Length;
        return decimal.TryParse(written[..digits], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? (number, written[digits..])
            : throw new FormatException($"'{written}' in '{range}' is not a number: write FROM..TO, FROM..TO:STEP or A,B,C");
    }
}
