namespace Infra.Rehearsal.Reports.Text;

/// <summary>A plot in a line of characters, from 0 to the highest value.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>
    /// Draws values over time. A column shows the extreme of its values that matters, so that none is lost, and a space where there
    /// is none.
    /// </summary>
    /// <param name="values">The values, at regular intervals; null where there is none.</param>
    /// <param name="columns">The most characters.</param>
    /// <param name="keepsLowest">Whether the low values matter, as of what must not be missing.</param>
    public static string Draw(IReadOnlyList<double?> values, int columns, bool keepsLowest = false)
    {
        var highest = values.Max() ?? 0;
        return string.Create(Math.Min(columns, values.Count), (values, highest, keepsLowest), static (line, state) =>
        {
            for (var column = 0; column < line.Length; column++)
            {
                var from = (int)((long)column * state.values.Count / line.Length);
                var until = (int)((long)(column + 1) * state.values.Count / line.Length);
                var part = state.values.Skip(from).Take(until - from);
                var value = state.keepsLowest ? part.Min() : part.Max();
                line[column] =
                    value is not { } known ? ' '
                    : state.highest <= 0 ? Levels[0]
                    : Levels[(int)Math.Clamp(Math.Ceiling(known / state.highest * Levels.Length) - 1, 0, Levels.Length - 1)];
            }
        });
    }
}
