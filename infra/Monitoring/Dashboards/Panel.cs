using System.Collections.Immutable;
using Infra.Backend.Monitoring.Promql;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>A panel of a dashboard.</summary>
internal abstract record Panel
{
    public required string Title { get; init; }

    public Unit Unit { get; init; }

    public required ImmutableArray<Target> Targets { get; init; }

    public string Description { get; init; } = "";

    /// <summary>In columns of the grid, which has 24.</summary>
    public int Width { get; init; } = 12;

    /// <summary>In rows of the grid.</summary>
    public int Height { get; init; } = 8;

    /// <summary>Null for a panel without thresholds.</summary>
    public Limits? Limits { get; init; }

    /// <summary>The dashboard that a click opens.</summary>
    public DashboardLink? Link { get; init; }
}

/// <summary>Lines over time, half a page wide.</summary>
internal sealed record LinesPanel : Panel
{
    public bool IsStacked { get; init; }
}

/// <summary>The latest value as a large number; six fit side by side.</summary>
internal sealed record StatPanel : Panel
{
    public StatPanel() => (Width, Height) = (4, 4);
}

/// <summary>The latest values as rows, as wide as the page.</summary>
internal sealed record TablePanel : Panel
{
    public TablePanel() => Width = 24;
}

/// <summary>Log lines, as wide as the page. Its target is in LogQL.</summary>
internal sealed record LogsPanel : Panel
{
    public LogsPanel() => (Unit, Width, Height) = (Unit.None, 24, 16);
}

/// <summary>The unit of a panel's values.</summary>
internal enum Unit
{
    /// <summary>A plain number.</summary>
    Count,

    /// <summary>Between 0 and 1.</summary>
    Share,

    Bytes,

    BytesPerSecond,

    /// <summary>CPU cores.</summary>
    Cores,

    Seconds,

    PerSecond,

    RequestsPerSecond,

    /// <summary>The values are not numbers.</summary>
    None,
}

/// <summary>
/// The thresholds from which a panel shows a warning or critical state. The critical one is smaller if low values are bad.
/// </summary>
internal sealed record Limits(double Warning, double Critical);

/// <summary>A query of a panel.</summary>
/// <param name="Expression">In PromQL; in LogQL for logs.</param>
/// <param name="Legend">The name of each line, as a template over its labels.</param>
internal sealed record Target(PromExpr Expression, string Legend = "");
