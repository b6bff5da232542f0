using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>A Grafana dashboard.</summary>
internal sealed record Dashboard
{
    /// <summary>Part of the dashboard's address and file name. It never changes, because users bookmark it.</summary>
    public required string Uid { get; init; }

    public required string Title { get; init; }

    /// <summary>One of <see cref="DashboardFolders"/>.</summary>
    public required string Folder { get; init; }

    public required string Description { get; init; }

    public ImmutableArray<Variable> Variables { get; init; } = [];

    public required ImmutableArray<Row> Rows { get; init; }

    /// <summary>Related dashboards.</summary>
    public ImmutableArray<DashboardLink> Links { get; init; } = [];

    public IEnumerable<Panel> Panels => Rows.SelectMany(row => row.Panels);
}

/// <summary>A group of panels, laid out from left to right.</summary>
internal sealed record Row(string Title, ImmutableArray<Panel> Panels);

/// <summary>A choice at the top of a dashboard, which expressions refer to.</summary>
internal sealed record Variable
{
    /// <summary>As in expressions, without the dollar sign.</summary>
    public required string Name { get; init; }

    public required string Label { get; init; }

    /// <summary>The series whose label provides the values.</summary>
    public required SeriesSelector Series { get; init; }

    /// <summary>The label that provides the values.</summary>
    public required string Source { get; init; }

    /// <summary>Whether several values, or all, can be chosen.</summary>
    public bool IsMultiple { get; init; }

    public string Query => $"label_values({Series}, {Source})";
}

/// <summary>A link to another dashboard that keeps the time range and the chosen values.</summary>
/// <param name="Title">The text of the link.</param>
/// <param name="Uid">The other dashboard.</param>
/// <param name="Query">The query of the address, which sets variables of the other dashboard.</param>
internal sealed record DashboardLink(string Title, string Uid, string Query = "")
{
    public string Url => $"/d/{Uid}{(Query.Length == 0 ? "" : $"?{Query}")}";
}
