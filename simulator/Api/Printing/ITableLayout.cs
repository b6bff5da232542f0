using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Printing;

/// <summary>The table of a resource type in <c>kubectl get</c>.</summary>
internal interface ITableLayout
{
    JsonArray ColumnDefinitions();

    JsonArray Cells(KubeObject item, DateTimeOffset now);

    /// <summary>The condition of a row whose object has completed; null for others.</summary>
    JsonArray? Conditions(KubeObject item);
}

/// <summary>A column of a table. A priority above 0 restricts it to wide output.</summary>
internal sealed record Column(string Name, Func<KubeObject, DateTimeOffset, JsonNode?> Cell, string Type = "string", int Priority = 0)
{
    public string Format { get; init; } = "";

    public string Description { get; init; } = "";

    public JsonObject Definition() =>
        new()
        {
            ["name"] = Name,
            ["type"] = Type,
            ["format"] = Format,
            ["description"] = Description,
            ["priority"] = Priority,
        };
}

/// <summary>A table of columns.</summary>
internal sealed class TableLayout(params Column[] columns) : ITableLayout
{
    public Func<KubeObject, JsonArray?> RowConditions { get; init; } = static _ => null;

    public JsonArray ColumnDefinitions() => new([.. columns.Select(column => column.Definition())]);

    public JsonArray Cells(KubeObject item, DateTimeOffset now) => new([.. columns.Select(column => column.Cell(item, now))]);

    public JsonArray? Conditions(KubeObject item) => RowConditions(item);
}
