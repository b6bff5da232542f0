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

    /// <summary>The field of the API whose description is the column's, such as <c>core.v1.PodStatus.podIP</c>; null for none.</summary>
    public string? DescribedBy { get; init; }

    /// <summary>Describes the column as the API describes a field.</summary>
    public Column From(string field) => this with { DescribedBy = field };

    /// <summary>Describes the column in words of its own.</summary>
    public Column As(string description) => this with { Description = description };

    public JsonObject Definition() =>
        new()
        {
            ["name"] = Name,
            ["type"] = Type,
            ["format"] = Format,
            ["description"] = DescribedBy is null ? Description : FieldDescriptions.Get(DescribedBy),
            ["priority"] = Priority,
        };
}

/// <summary>A table of columns.</summary>
internal sealed class TableLayout(params Column[] columns) : ITableLayout
{
    /// <summary>Cells after those of the columns. Kubernetes has one for IP addresses.</summary>
    public IReadOnlyList<Column> FurtherCells { get; init; } = [];

    public Func<KubeObject, JsonArray?> RowConditions { get; init; } = static _ => null;

    public JsonArray ColumnDefinitions() => new([.. columns.Select(column => column.Definition())]);

    public JsonArray Cells(KubeObject item, DateTimeOffset now) =>
        new([.. columns.Concat(FurtherCells).Select(column => column.Cell(item, now))]);

    public JsonArray? Conditions(KubeObject item) => RowConditions(item);
}
