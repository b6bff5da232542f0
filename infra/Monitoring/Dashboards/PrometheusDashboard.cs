using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The health of Prometheus itself.</summary>
internal static class PrometheusDashboard
{
    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => [Page()];

    private static Dashboard Page() =>
        new()
        {
            Uid = "prometheus",
            Title = "Prometheus",
            Folder = DashboardFolders.Monitoring,
            Description = "Scraping, storage and rule evaluation of Prometheus.",
            Variables =
            [
                new Variable
                {
                    Name = "pod",
                    Label = "Pod",
                    Series = Own(PrometheusMetrics.HeadSeries),
                    Source = "pod",
                    IsMultiple = true,
                },
            ],
            Rows =
            [
                new Row(
                    "Scraping",
                    [
                        new StatPanel
                        {
                            Title = "Targets up",
                            Unit = Unit.Share,
                            Targets = [new(Avg(Series(TargetMetrics.Up)))],
                            Limits = new Limits(Warning: 0.99, Critical: 0.9),
                        },
                        new StatPanel
                        {
                            Title = "Series",
                            Unit = Unit.Count,
                            Targets = [new(Max(Own(PrometheusMetrics.HeadSeries)))],
                        },
                        new StatPanel
                        {
                            Title = "Rule failures",
                            Unit = Unit.PerSecond,
                            Targets = [new(Sum(Rate(Own(PrometheusMetrics.RuleFailures))))],
                            Limits = new Limits(Warning: 0.001, Critical: 0.1),
                        },
                        new LinesPanel
                        {
                            Title = "Ingested samples",
                            Unit = Unit.PerSecond,
                            Targets = [new(Sum(Rate(Own(PrometheusMetrics.SamplesAppended)), "pod"), "{{pod}}")],
                        },
                        new LinesPanel
                        {
                            Title = "Targets down",
                            Unit = Unit.Count,
                            Targets = [new(Count(Series(TargetMetrics.Up).EqualTo(0), "job"), "{{job}}")],
                        },
                    ]
                ),
                new Row(
                    "Storage",
                    [
                        new LinesPanel
                        {
                            Title = "Size of blocks",
                            Unit = Unit.Bytes,
                            Targets = [new(Own(PrometheusMetrics.BlockBytes), "{{pod}}")],
                        },
                        new LinesPanel
                        {
                            Title = "Memory",
                            Unit = Unit.Bytes,
                            Targets = [new(Own(ProcessMetrics.Memory), "{{pod}}")],
                        },
                    ]
                ),
                new Row(
                    "Rule evaluation",
                    [
                        new LinesPanel
                        {
                            Title = "Slowest groups",
                            Unit = Unit.Seconds,
                            Targets = [new(TopK(10, Max(Own(PrometheusMetrics.GroupLastDuration), "rule_group")), "{{rule_group}}")],
                        },
                        new LinesPanel
                        {
                            Title = "CPU",
                            Unit = Unit.Cores,
                            Targets = [new(Rate(Own(ProcessMetrics.Cpu)), "{{pod}}")],
                        },
                    ]
                ),
            ],
        };

    private static SeriesSelector Own(string metric) => Series(metric, Is("job", "prometheus"), Like("pod", "$pod"));
}
