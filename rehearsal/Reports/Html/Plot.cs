using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>What the values of a plot are.</summary>
internal enum PlotUnit
{
    /// <summary>Requests per second.</summary>
    Rate,

    /// <summary>A number of things.</summary>
    Count,

    /// <summary>Parts of a whole.</summary>
    Part,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>An amount of money.</summary>
    Money,
}

/// <summary>Values of one quantity in the columns of an axis.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Columns">The lowest and the highest value of each column; null where there is none.</param>
internal sealed record PlotSeries(string Name, (double Low, double High)?[] Columns)
{
    /// <summary>The highest value; null without any.</summary>
    public double? Highest => Columns.Max(column => column?.High);

    /// <summary>The lowest value; null without any.</summary>
    public double? Lowest => Columns.Min(column => column?.Low);
}

/// <summary>Quantities of the same unit over time.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Unit">What the values are.</param>
/// <param name="Series">The quantities.</param>
internal sealed record Plot(string Title, PlotUnit Unit, params IReadOnlyList<PlotSeries> Series)
{
    /// <summary>Whether values change in steps, not gradually.</summary>
    public bool HasSteps { get; init; }

    /// <summary>A value that is marked by a line; null for none.</summary>
    public double? Mark { get; init; }

    /// <summary>The upper end: a round number that no value exceeds.</summary>
    public double Top => RoundUp(Math.Max(Series.Max(series => series.Highest) ?? 0, Mark ?? 0));

    /// <summary>A value with its unit.</summary>
    public string Format(double? value) =>
        value is not { } number
            ? Figures.None
            : Unit switch
            {
                PlotUnit.Rate => Figures.Rate(number),
                PlotUnit.Part => Figures.Percent(number),
                PlotUnit.Seconds => Figures.Duration(TimeSpan.FromSeconds(number)),
                PlotUnit.Bytes => Figures.Bytes(number),
                PlotUnit.Money => Figures.Money(number),
                _ => Figures.Number(number),
            };

    private double RoundUp(double value)
    {
        // A plot of nothing needs an end as well, and one of things a whole number of them.
        if (value <= 0)
        {
            return 1;
        }

        var unit = Unit == PlotUnit.Bytes ? Math.Pow(1024, Math.Floor(Math.Log(value, 1024))) : 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value / unit)));
        double[] steps = Unit == PlotUnit.Count ? [1, 2, 4, 6, 8, 10] : [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
        var end = steps.First(step => step * power * unit >= value * (1 - 1e-9) || step == 10) * power * unit;
        return Unit == PlotUnit.Count ? Math.Max(2, end) : end;
    }
}
