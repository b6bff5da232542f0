using System.Text.Json;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>The values that the page shows at its cursor, for the script of the page.</summary>
internal sealed class PlotData(TimeAxis axis)
{
    private const int Digits = 3;

    private readonly List<Plot> _plots = [];
    private readonly List<(string Id, string?[] Texts)> _texts = [];

    /// <summary>Adds a plot and returns its identity in the page.</summary>
    public string Add(Plot plot)
    {
        _plots.Add(plot);
        return Id(_plots.Count - 1);
    }

    /// <summary>Adds a row of texts, one for each column of the axis, and returns its identity in the page.</summary>
    public string Add(string?[] texts)
    {
        _texts.Add(($"t{_texts.Count}", texts));
        return _texts[^1].Id;
    }

    /// <summary>Writes the values as JSON in which no character can end a script element.</summary>
    public string Write()
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("columns", axis.Columns);
            json.WriteNumber("seconds", axis.Duration.TotalSeconds);
            json.WriteStartObject("plots");
            for (var i = 0; i < _plots.Count; i++)
            {
                WritePlot(json, Id(i), _plots[i]);
            }

            json.WriteEndObject();
            json.WriteStartObject("texts");
            foreach (var (id, texts) in _texts)
            {
                WriteTexts(json, id, texts);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }

    private static string Id(int index) => $"p{index}";

    private static void WritePlot(Utf8JsonWriter json, string id, Plot plot)
    {
        json.WriteStartObject(id);
        json.WriteString("unit", JsonNamingPolicy.CamelCase.ConvertName(plot.Unit.ToString()));
        json.WriteStartArray("series");
        foreach (var series in plot.Series)
        {
            json.WriteStartArray();
            foreach (var column in series.Columns)
            {
                WriteColumn(json, column);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter json, (double Low, double High)? column)
    {
        if (column is not { } range)
        {
            json.WriteNullValue();
            return;
        }

        var (low, high) = (Figures.Round(range.Low, Digits), Figures.Round(range.High, Digits));
        if (low == high)
        {
            json.WriteNumberValue(low);
            return;
        }

        json.WriteStartArray();
        json.WriteNumberValue(low);
        json.WriteNumberValue(high);
        json.WriteEndArray();
    }

    // Texts seldom change from column to column: only changes are written, each with its column.
    private static void WriteTexts(Utf8JsonWriter json, string id, string?[] texts)
    {
        json.WriteStartArray(id);
        for (var column = 0; column < texts.Length; column++)
        {
            if (column == 0 || texts[column] != texts[column - 1])
            {
                json.WriteStartArray();
                json.WriteNumberValue(column);
                json.WriteStringValue(texts[column]);
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
    }
}
