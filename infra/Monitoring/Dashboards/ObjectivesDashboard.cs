using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Service level objectives and their error budgets.</summary>
internal static class ObjectivesDashboard
{
    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) =>
        plan.Services.Any(service => service.Objective is not null) ? [Page()] : [];

    private static Dashboard Page() =>
        new()
        {
            Uid = "objectives",
            Title = "Objectives",
            Folder = DashboardFolders.Services,
            Description = "The remaining error budgets of all objectives, and their burn rates.",
            Variables =
            [
                new Variable
                {
                    Name = "service",
                    Label = "Service",
                    Series = Series(Slo.ObjectiveRules.Objective),
                    Source = "service",
                    IsMultiple = true,
                },
            ],
            Links = [new DashboardLink("Overview", "overview")],
            Rows =
            [
                new Row(
                    "Now",
                    [
                        new TablePanel
                        {
                            Title = "Remaining error budget",
                            Unit = Unit.Share,
                            Targets = [new(Max(Series(Slo.ObjectiveRules.BudgetLeft, Chosen), "service", "slo"))],
                            Limits = new Limits(Warning: 0.25, Critical: 0),
                        },
                    ]
                ),
                new Row(
                    "Over time",
                    [
                        new LinesPanel
                        {
                            Title = "Remaining error budget",
                            Unit = Unit.Share,
                            Targets = [new(Max(Series(Slo.ObjectiveRules.BudgetLeft, Chosen), "service", "slo"), "{{service}} {{slo}}")],
                            Limits = new Limits(Warning: 0.25, Critical: 0),
                        },
                        new LinesPanel
                        {
                            Title = "Burn rate over an hour",
                            Unit = Unit.Count,
                            Targets = [new(BurnRate(), "{{service}} {{slo}}")],
                            Limits = new Limits(Warning: 6, Critical: 14.4),
                        },
                    ]
                ),
            ],
        };

    private static LabelMatcher Chosen { get; } = Like("service", "$service");

    private static PromExpr BurnRate() =>
        Max(Series(Slo.ObjectiveRules.ErrorRatioName(Hours(1)), Chosen), "service", "slo")
        / (1 - Max(Series(Slo.ObjectiveRules.Objective, Chosen), "service", "slo"));
}
