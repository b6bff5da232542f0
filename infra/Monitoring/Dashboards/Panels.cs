using Infra.Backend.Monitoring.Promql;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Panels in the few sizes that make pages look alike.</summary>
internal static class Panels
{
    /// <summary>Half a page of lines.</summary>
    public static Panel Lines(string title, Unit unit, PromExpr expression, string legend = "") =>
        Lines(title, unit, (expression, legend));

    public static Panel Lines(string title, Unit unit, params ReadOnlySpan<(PromExpr Expression, string Legend)> targets) =>
        Of(PanelKind.TimeSeries, title, unit, targets);

    /// <summary>One number; six stand side by side.</summary>
    public static Panel Stat(string title, Unit unit, PromExpr expression, Limits? limits = null) =>
        Of(PanelKind.Stat, title, unit, (expression, "")) with { Width = 4, Height = 4, Limits = limits };

    /// <summary>The whole width.</summary>
    public static Panel Table(string title, Unit unit, PromExpr expression) =>
        Of(PanelKind.Table, title, unit, (expression, "")) with { Width = 24 };

    /// <summary>Lines of logs, by LogQL.</summary>
    public static Panel Logs(string title, string query) =>
        Of(PanelKind.Logs, title, Unit.None, (new PromExpr(query), "")) with { Width = 24, Height = 16 };

    private static Panel Of(PanelKind kind, string title, Unit unit, params ReadOnlySpan<(PromExpr Expression, string Legend)> targets)
    {
        var builder = System.Collections.Immutable.ImmutableArray.CreateBuilder<Target>(targets.Length);
        foreach (var (expression, legend) in targets)
        {
            builder.Add(new Target(expression, legend));
        }

        return new Panel { Kind = kind, Title = title, Unit = unit, Targets = builder.MoveToImmutable() };
    }
}
