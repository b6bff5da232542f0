using System.Buffers;
using System.Text;
using System.Text.Json;
using Infra.Backend.Monitoring.Configuration;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Writes a dashboard in Grafana's JSON model, for provisioning.</summary>
internal static class DashboardJson
{
    /// <summary>The version of the JSON model. Grafana migrates older versions.</summary>
    private const int SchemaVersion = 39;

    public static string Write(Dashboard dashboard)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, dashboard);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Dashboard dashboard)
    {
        json.WriteStartObject();
        json.WriteString("uid", dashboard.Uid);
        json.WriteString("title", dashboard.Title);
        json.WriteString("description", dashboard.Description);
        json.WriteStartArray("tags");
        json.WriteStringValue(dashboard.Folder);
        json.WriteEndArray();
        json.WriteNumber("schemaVersion", SchemaVersion);
        json.WriteString("timezone", "browser");
        json.WriteBoolean("editable", false);
        json.WriteNumber("graphTooltip", 1);
        json.WriteString("refresh", "30s");
        json.WriteStartObject("time");
        json.WriteString("from", "now-1h");
        json.WriteString("to", "now");
        json.WriteEndObject();
        WriteVariables(json, dashboard);
        WriteLinks(json, "links", dashboard.Links, isDashboard: true);
        WritePanels(json, dashboard);
        json.WriteEndObject();
    }

    private static void WriteVariables(Utf8JsonWriter json, Dashboard dashboard)
    {
        json.WriteStartObject("templating");
        json.WriteStartArray("list");
        foreach (var variable in dashboard.Variables)
        {
            json.WriteStartObject();
            json.WriteString("type", "query");
            json.WriteString("name", variable.Name);
            json.WriteString("label", variable.Label);
            json.WriteNumber("hide", 0);
            json.WriteBoolean("skipUrlSync", false);
            PanelJson.WriteSource(json, GrafanaDataSources.Prometheus);
            json.WriteString("definition", variable.Query);
            json.WriteStartObject("query");
            json.WriteString("query", variable.Query);
            json.WriteString("refId", variable.Name);
            json.WriteEndObject();
            json.WriteNumber("refresh", 2);
            json.WriteNumber("sort", 1);
            json.WriteBoolean("multi", variable.IsMultiple);
            json.WriteBoolean("includeAll", variable.IsMultiple);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static void WriteLinks(Utf8JsonWriter json, string property, IEnumerable<DashboardLink> links, bool isDashboard)
    {
        json.WriteStartArray(property);
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("title", link.Title);
            json.WriteString("url", link.Url);
            if (isDashboard)
            {
                json.WriteString("type", "link");
                json.WriteString("icon", "dashboard");
                json.WriteString("tooltip", link.Title);
                json.WriteStartArray("tags");
                json.WriteEndArray();
                json.WriteBoolean("asDropdown", false);
                json.WriteBoolean("keepTime", true);
                json.WriteBoolean("includeVars", link.Query.Length == 0);
            }

            json.WriteBoolean("targetBlank", false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePanels(Utf8JsonWriter json, Dashboard dashboard)
    {
        var (id, y) = (0, 0);
        json.WriteStartArray("panels");
        foreach (var row in dashboard.Rows)
        {
            json.WriteStartObject();
            json.WriteNumber("id", ++id);
            json.WriteString("type", "row");
            json.WriteString("title", row.Title);
            json.WriteBoolean("collapsed", false);
            PanelJson.WritePosition(json, new GridPosition(0, y, Grid.Columns, 1));
            json.WriteStartArray("panels");
            json.WriteEndArray();
            json.WriteEndObject();
            y++;
            foreach (var (panel, position) in Grid.Place(row, y))
            {
                PanelJson.Write(json, panel, ++id, position);
                y = Math.Max(y, position.Y + position.Height);
            }
        }

        json.WriteEndArray();
    }
}
