using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Operations;

/// <summary>A decision about a service.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">Its value.</param>
/// <param name="Reason">The rule or place that decided it.</param>
/// <param name="Place"><c>file:line</c>; "" for a default.</param>
internal sealed record Explanation(string Setting, string Value, string Reason, string Place);

/// <summary>
/// Lays out explanations for a width: as a table where it fits, otherwise with each reason below its value, so that both are readable in a
/// narrow terminal.
/// </summary>
internal static class ExplanationText
{
    /// <summary>The width of a table or reason outside a terminal.</summary>
    private const int PlainWidth = 80;

    private const int Indent = 4;
    private const int Gap = 2;

    private static readonly string[] Headings = ["SETTING", "VALUE", "REASON", "PLACE"];

    /// <summary>Arranges explanations.</summary>
    /// <param name="explanations">The explanations.</param>
    /// <param name="width">
    /// The width that no line exceeds; null outside a terminal, where other programs read the lines: settings and values are whole there.
    /// </param>
    public static IReadOnlyList<string> Arrange(IReadOnlyList<Explanation> explanations, int? width)
    {
        var table = TextTable
            .Arrange(Headings, explanations.Select(one => (string[])[one.Setting, one.Value, one.Reason, one.Place]))
            .ToArray();
        return table.All(line => line.Length <= (width ?? PlainWidth)) ? table
            : width is { } room ? [.. ArrangeNarrow(explanations, room)]
            : [.. ArrangeWhole(explanations)];
    }

    private static IEnumerable<string> ArrangeNarrow(IReadOnlyList<Explanation> explanations, int width)
    {
        var column = GetColumn(explanations, width);
        foreach (var one in explanations)
        {
            var settings = TextWrap.Wrap(one.Setting, column - Gap).ToArray();
            var values = TextWrap.Wrap(one.Value, width - column).ToArray();
            for (var i = 0; i < Math.Max(settings.Length, values.Length); i++)
            {
                yield return ((settings.ElementAtOrDefault(i) ?? "").PadRight(column) + values.ElementAtOrDefault(i)).TrimEnd();
            }

            foreach (var line in WrapReason(one, width))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> ArrangeWhole(IReadOnlyList<Explanation> explanations)
    {
        var column = GetColumn(explanations, PlainWidth);
        foreach (var one in explanations)
        {
            yield return $"{one.Setting.PadRight(column - Gap)}{new string(' ', Gap)}{one.Value}".TrimEnd();
            foreach (var line in WrapReason(one, PlainWidth))
            {
                yield return line;
            }
        }
    }

    private static int GetColumn(IReadOnlyList<Explanation> explanations, int width) =>
        Math.Min(explanations.Max(one => one.Setting.Length) + Gap, width / 2);

    private static IEnumerable<string> WrapReason(Explanation one, int width) =>
        TextWrap
            .Wrap(one.Place.Length > 0 ? $"{one.Reason} ({one.Place})" : one.Reason, width - Indent)
            .Select(line => new string(' ', Indent) + line);
}
