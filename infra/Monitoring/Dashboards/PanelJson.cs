using System.Text.Json;
using Infra.Backend.Monitoring.Configuration;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Writes a panel in Grafana's JSON model.</summary>
internal static class PanelJson
{
    public static void Write(Utf8JsonWriter json, Panel panel, int id, GridPosition position)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("type", TypeName(panel));
        json.WriteString("title", panel.Title);
        json.WriteString("description", panel.Description);
        json.WriteBoolean("transparent", false);
        WritePosition(json, position);
        WriteSource(json, panel is LogsPanel ? GrafanaDataSources.Loki : GrafanaDataSources.Prometheus);
        WriteFields(json, panel);
        WriteOptions(json, panel);
        WriteTargets(json, panel);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, Panel panel)
    {
        json.WriteStartObject("fieldConfig");
        json.WriteStartObject("defaults");
        json.WriteString("unit", UnitName(panel.Unit));
        json.WriteStartObject("color");
        json.WriteString("mode", panel is LinesPanel ? "palette-classic-by-name" : "thresholds");
        json.WriteEndObject();
        WriteThresholds(json, panel.Limits);
        if (panel is LinesPanel lines)
        {
            WriteLineStyle(json, lines);
        }

        if (panel.Link is { } link)
        {
            DashboardJson.WriteLinks(json, "links", [link], isDashboard: false);
        }

        json.WriteEndObject();
        json.WriteStartArray("overrides");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLineStyle(Utf8JsonWriter json, LinesPanel panel)
    {
        json.WriteNumber("min", 0);
        json.WriteStartObject("custom");
        json.WriteString("drawStyle", "line");
        json.WriteNumber("lineWidth", 1);
        json.WriteNumber("fillOpacity", panel.IsStacked ? 25 : 5);
        json.WriteString("showPoints", "never");
        json.WriteStartObject("stacking");
        json.WriteString("mode", panel.IsStacked ? "normal" : "none");
        json.WriteEndObject();
        json.WriteStartObject("thresholdsStyle");
        json.WriteString("mode", panel.Limits is null ? "off" : "dashed");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteThresholds(Utf8JsonWriter json, Limits? limits)
    {
        json.WriteStartObject("thresholds");
        json.WriteString("mode", "absolute");
        json.WriteStartArray("steps");
        foreach (var (value, color) in Palette.Steps(limits))
        {
            json.WriteStartObject();
            json.WriteString("color", color);
            if (value is { } from)
            {
                json.WriteNumber("value", from);
            }
            else
            {
                json.WriteNull("value");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter json, Panel panel)
    {
        json.WriteStartObject("options");
        switch (panel)
        {
            case LinesPanel:
                json.WriteStartObject("legend");
                json.WriteString("displayMode", "list");
                json.WriteString("placement", "bottom");
                json.WriteBoolean("showLegend", true);
                json.WriteStartArray("calcs");
                json.WriteEndArray();
                json.WriteEndObject();
                json.WriteStartObject("tooltip");
                json.WriteString("mode", "multi");
                json.WriteString("sort", "desc");
                json.WriteEndObject();
                break;
            case StatPanel:
                json.WriteString("colorMode", "value");
                json.WriteString("graphMode", "area");
                json.WriteStartObject("reduceOptions");
                json.WriteStartArray("calcs");
                json.WriteStringValue("lastNotNull");
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case TablePanel:
                json.WriteBoolean("showHeader", true);
                break;
            case LogsPanel:
                json.WriteBoolean("showTime", true);
                json.WriteBoolean("wrapLogMessage", true);
                json.WriteString("sortOrder", "Descending");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(panel), panel, "This kind of panel has no options in Grafana's JSON model.");
        }

        json.WriteEndObject();
    }

    private static void WriteTargets(Utf8JsonWriter json, Panel panel)
    {
        json.WriteStartArray("targets");
        for (var i = 0; i < panel.Targets.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString("refId", ((char)('A' + i)).ToString());
            json.WriteString("expr", panel.Targets[i].Expression.Text);
            json.WriteString("legendFormat", panel.Targets[i].Legend);
            if (panel is TablePanel)
            {
                json.WriteBoolean("instant", true);
                json.WriteString("format", "table");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteSource(Utf8JsonWriter json, string source)
    {
        json.WriteStartObject("datasource");
        json.WriteString("type", source);
        json.WriteString("uid", source);
        json.WriteEndObject();
    }

    public static void WritePosition(Utf8JsonWriter json, GridPosition position)
    {
        json.WriteStartObject("gridPos");
        json.WriteNumber("x", position.X);
        json.WriteNumber("y", position.Y);
        json.WriteNumber("w", position.Width);
        json.WriteNumber("h", position.Height);
        json.WriteEndObject();
    }

    private static string TypeName(Panel panel) =>
        panel switch
        {
            LinesPanel => "timeseries",
            StatPanel => "stat",
            TablePanel => "table",
            LogsPanel => "logs",
            _ => throw new ArgumentOutOfRangeException(nameof(panel), panel, "This kind of panel has no type in Grafana's JSON model."),
        };

    private static string UnitName(Unit unit) =>
        unit switch
        {
            Unit.Count or Unit.Cores => "short",
            Unit.Share => "percentunit",
            Unit.Bytes => "bytes",
            Unit.BytesPerSecond => "Bps",
            Unit.Seconds => "s",
            Unit.PerSecond => "cps",
            Unit.RequestsPerSecond => "reqps",
            Unit.None => "none",
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "This unit has no name in Grafana."),
        };
}
