using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.JsonPaths;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Printing;

/// <summary>The table of a custom resource: the name, and the additional columns of its definition or else the age.</summary>
internal static class CustomColumns
{
    public static ITableLayout Create(CustomKind kind)
    {
        var columns = kind.PrinterColumns is { Count: > 0 } additional
            ? additional.OfType<JsonObject>().Select(CreateColumn)
            :
            [
                new Column("Age", (item, now) => HumanDuration.Since(item.Metadata.Time("creationTimestamp"), now), "date").From(
                    Cells.CreationTime
                ),
            ];
        return new TableLayout([Cells.Name, .. columns]);
    }

    private static Column CreateColumn(JsonObject column)
    {
        var type = column.Text("type") ?? "string";
        var path = ParsePath(column.Text("jsonPath") ?? "");
        return new Column(
            column.Text("name") ?? "",
            (item, now) => Cell(path, type, item, now),
            type,
            (int)(column.Number("priority") ?? 0)
        )
        {
            Format = column.Text("format") ?? "",
            Description = column.Text("description") is { Length: > 0 } given
                ? given
                : $"Custom resource definition column (in JSONPath format): {column.Text("jsonPath")}",
        };
    }

    // Kubernetes does not reject a path that it cannot parse: the column is empty.
    private static JsonPath? ParsePath(string text)
    {
        try
        {
            return JsonPath.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static JsonNode? Cell(JsonPath? path, string type, KubeObject item, DateTimeOffset now)
    {
        if (path?.Select(item.Body) is not [{ } first, ..])
        {
            return null;
        }

        return type switch
        {
            "integer" => first.AsInteger(),
            "number" => first.GetValueKind() == JsonValueKind.Number ? first.DeepClone() : null,
            "boolean" => first.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? first.DeepClone() : null,
            "date" => first is JsonValue value && value.TryGetValue(out string? text) && Timestamps.TryParse(text, out var time)
                ? HumanDuration.Since(time, now)
                : "<invalid>",
            _ => Text(first),
        };
    }

    private static string Text(JsonNode node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : node.ToJsonString(RelaxedJson.Options);
}
