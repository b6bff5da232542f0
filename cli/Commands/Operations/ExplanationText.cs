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
    private const int Indent = 4;
    private const int Gap = 2;

    private static readonly string[] Headings = ["SETTING", "VALUE", "REASON", "PLACE"];

    public static IReadOnlyList<string> Arrange(IReadOnlyList<Explanation> explanations, int width)
    {
        var table = TextTable
            .Arrange(Headings, explanations.Select(one => (string[])[one.Setting, one.Value, one.Reason, one.Place]))
            .ToArray();
        return table.All(line => line.Length <= width) ? table : [.. ArrangeNarrow(explanations, width)];
    }

    private static IEnumerable<string> ArrangeNarrow(IReadOnlyList<Explanation> explanations, int width)
    {
        var column = Math.Min(explanations.Max(one => one.Setting.Length) + Gap, width / 2);
        foreach (var (setting, value, reason, place) in explanations)
        {
            var settings = TextWrap.Wrap(setting, column - Gap).ToArray();
            var values = TextWrap.Wrap(value, width - column).ToArray();
            for (var i = 0; i < Math.Max(settings.Length, values.Length); i++)
            {
                yield return ((settings.ElementAtOrDefault(i) ?? "").PadRight(column) + values.ElementAtOrDefault(i)).TrimEnd();
            }

            foreach (var line in TextWrap.Wrap(place.Length > 0 ? $"{reason} ({place})" : reason, width - Indent))
            {
                yield return new string(' ', Indent) + line;
            }
        }
    }
}
