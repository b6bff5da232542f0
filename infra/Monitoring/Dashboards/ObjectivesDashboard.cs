using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Which promises are kept, and how much of their error budgets is left.</summary>
internal static class ObjectivesDashboard
{
    public static Dashboard Page() => new()
    {
        Uid = "objectives",
        Title = "Objectives",
        Folder = DashboardFolders.Services,
        Description = "Which promises services keep, how much of their error budgets is left, and how fast it is used.",
        Variables = [new Variable("service", "Service", Series(Slo.ObjectiveRules.Objective), "service", IsMultiple: true)],
        Links = [new DashboardLink("Overview", "overview")],
        Rows =
        [
            Row.Of("Now", Table("Error budget left", Unit.Share, Max(Series(Slo.ObjectiveRules.BudgetLeft, Chosen), "service", "slo")) with { Limits = new Limits(0.25, 0) }),
            Row.Of(
                "Over time",
                Lines("Error budget left", Unit.Share, Max(Series(Slo.ObjectiveRules.BudgetLeft, Chosen), "service", "slo"), "{{service}} {{slo}}") with { Limits = new Limits(0.25, 0) },
                Lines("Times faster than allowed, over an hour", Unit.Count, BurnRate(), "{{service}} {{slo}}") with { Limits = new Limits(6, 14.4) }),
        ],
    };

    private static LabelMatcher Chosen { get; } = Like("service", "$service");

    private static PromExpr BurnRate() =>
        Max(Series(Slo.ObjectiveRules.ErrorRatioName(Hours(1)), Chosen), "service", "slo") / (1 - Max(Series(Slo.ObjectiveRules.Objective, Chosen), "service", "slo"));
}
