using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Printing;

/// <summary>How objects of a kind look as rows of <c>kubectl get</c>.</summary>
internal interface ITableLayout
{
    JsonArray ColumnDefinitions();

    JsonArray Cells(KubeObject item, DateTimeOffset now);

    /// <summary>What marks a row as of an object that has ended; null for most.</summary>
    JsonArray? Conditions(KubeObject item);
}

/// <summary>A column of a table. Those of a priority above 0 show in wide output only.</summary>
internal sealed record Column(string Name, Func<KubeObject, DateTimeOffset, JsonNode?> Cell, string Type = "string", int Priority = 0)
{
    public string Format { get; init; } = "";

    public string Description { get; init; } = "";

    public JsonObject Definition() => new()
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
