using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>The columns of time that all plots of a report share.</summary>
/// <param name="Duration">The time from the left to the right end.</param>
/// <param name="Columns">The number of columns.</param>
internal sealed record TimeAxis(TimeSpan Duration, int Columns)
{
    /// <summary>The width of all plots, in units of their own.</summary>
    public const int Width = 1000;

    private const int MaxColumns = 180;

    /// <summary>Chooses as many columns as there are samples, as far as that is readable.</summary>
    public static TimeAxis For(RehearsalResult result)
    {
        var duration = result.Duration > TimeSpan.Zero ? result.Duration : TimeSpan.FromSeconds(1);
        var samples = result
            .Services.Select(service => service.Samples.Count)
            .Concat(result.Nodes.Select(node => node.Samples.Count))
            .DefaultIfEmpty()
            .Max();
        var part = Math.Clamp(result.Reached / duration, 0.01, 1);
        return new TimeAxis(duration, (int)Math.Clamp(samples / part, 1, MaxColumns));
    }

    /// <summary>The column of a sample, whose values are those of the interval that ends at its time.</summary>
    public int Find(TimeSpan at) => Math.Clamp((int)Math.Ceiling(at / Duration * Columns - 1e-9) - 1, 0, Columns - 1);

    /// <summary>The place of a time on the axis.</summary>
    public int Place(TimeSpan at) => (int)Math.Round(Math.Clamp(at / Duration, 0, 1) * Width);

    /// <summary>The middle of a column.</summary>
    public int Middle(int column) => (int)((column + 0.5) * Width / Columns);

    /// <summary>The left end of a column.</summary>
    public int Left(int column) => column * Width / Columns;

    /// <summary>The end of a column's time.</summary>
    public string Label(int column) => Figures.At(Duration * (column + 1) / Columns);

    /// <summary>The lowest and the highest value in each column, so that no peak is lost; null where there is no value.</summary>
    public (double Low, double High)?[] Group<T>(IEnumerable<T> samples, Func<T, TimeSpan> at, Func<T, double?> value)
    {
        var columns = new (double Low, double High)?[Columns];
        foreach (var sample in samples)
        {
            if (value(sample) is { } number && double.IsFinite(number))
            {
                ref var column = ref columns[Find(at(sample))];
                column = column is { } range ? (Math.Min(range.Low, number), Math.Max(range.High, number)) : (number, number);
            }
        }

        return columns;
    }
}
