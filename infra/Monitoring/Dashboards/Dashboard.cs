using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>A page of Grafana.</summary>
internal sealed record Dashboard
{
    /// <summary>Names it in addresses and files; never changes, because people bookmark it.</summary>
    public required string Uid { get; init; }

    public required string Title { get; init; }

    public required string Folder { get; init; }

    /// <summary>What it is good for.</summary>
    public required string Description { get; init; }

    public ImmutableArray<Variable> Variables { get; init; } = [];

    public required ImmutableArray<Row> Rows { get; init; }

    /// <summary>Where to look next.</summary>
    public ImmutableArray<DashboardLink> Links { get; init; } = [];

    public IEnumerable<Panel> Panels => Rows.SelectMany(row => row.Panels);
}

/// <summary>Panels that belong together, side by side as far as they fit.</summary>
internal sealed record Row(string Title, ImmutableArray<Panel> Panels)
{
    public static Row Of(string title, params ReadOnlySpan<Panel> panels) => new(title, [.. panels]);
}

/// <summary>Something the reader chooses at the head of the page.</summary>
/// <param name="Name">As expressions refer to it, without the dollar sign.</param>
/// <param name="Label">As the reader sees it.</param>
/// <param name="Series">Where its values are found.</param>
/// <param name="Source">The label whose values it takes.</param>
/// <param name="IsMultiple">Whether several can be chosen, or all.</param>
internal sealed record Variable(string Name, string Label, SeriesSelector Series, string Source, bool IsMultiple = false)
{
    public string Query => $"label_values({Series}, {Source})";
}

/// <summary>Another dashboard, at the same time and with the same choices.</summary>
/// <param name="Title">As the reader sees it.</param>
/// <param name="Uid">Which one.</param>
/// <param name="Query">What it is told, as the query of an address.</param>
internal sealed record DashboardLink(string Title, string Uid, string Query = "")
{
    public string Url => $"/d/{Uid}{(Query.Length == 0 ? "" : $"?{Query}")}";
}

/// <summary>A part of a page that shows something.</summary>
internal sealed record Panel
{
    public required string Title { get; init; }

    public required PanelKind Kind { get; init; }

    public required Unit Unit { get; init; }

    public required ImmutableArray<Target> Targets { get; init; }

    /// <summary>What the reader sees, where the title does not say it.</summary>
    public string Description { get; init; } = "";

    /// <summary>In columns; a page has 24.</summary>
    public int Width { get; init; } = 12;

    /// <summary>In rows of a grid.</summary>
    public int Height { get; init; } = 8;

    /// <summary>From which values on it is worth a second look, and then an alarm; null where no value is bad.</summary>
    public Limits? Limits { get; init; }

    public bool IsStacked { get; init; }

    /// <summary>Where a click leads.</summary>
    public DashboardLink? Link { get; init; }
}

/// <summary>How a panel shows its values.</summary>
internal enum PanelKind
{
    /// <summary>Lines over time.</summary>
    TimeSeries,

    /// <summary>The latest value, large.</summary>
    Stat,

    /// <summary>The latest values in rows.</summary>
    Table,

    /// <summary>Lines of logs.</summary>
    Logs,
}

/// <summary>What a number counts.</summary>
internal enum Unit
{
    /// <summary>A number of things.</summary>
    Count,

    /// <summary>A share of one.</summary>
    Share,

    Bytes,

    BytesPerSecond,

    /// <summary>Of processor cores.</summary>
    Cores,

    Seconds,

    PerSecond,

    RequestsPerSecond,

    /// <summary>No number at all.</summary>
    None,
}

/// <param name="Warning">Worth a second look.</param>
/// <param name="Critical">An alarm. Below the warning where less is worse.</param>
internal sealed record Limits(double Warning, double Critical);

/// <summary>What a panel shows.</summary>
/// <param name="Expression">In PromQL, or LogQL for logs.</param>
/// <param name="Legend">What each line is called, from its labels.</param>
internal sealed record Target(PromExpr Expression, string Legend);
