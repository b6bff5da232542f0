using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Whether Prometheus itself is well.</summary>
internal static class PrometheusDashboard
{
    public static Dashboard Page() => new()
    {
        Uid = "prometheus",
        Title = "Prometheus",
        Folder = DashboardFolders.Monitoring,
        Description = "What Prometheus reads, keeps and evaluates, and whether it keeps up.",
        Variables = [new Variable("pod", "Pod", Own(PrometheusMetrics.HeadSeries), "pod", IsMultiple: true)],
        Rows =
        [
            Row.Of(
                "Reading",
                Stat("Targets up", Unit.Share, Avg(Series(TargetMetrics.Up)), new Limits(0.99, 0.9)),
                Stat("Series", Unit.Count, Max(Own(PrometheusMetrics.HeadSeries))),
                Stat("Failed rules", Unit.PerSecond, Sum(Rate(Own(PrometheusMetrics.RuleFailures))), new Limits(0.001, 0.1)),
                Lines("Samples read", Unit.PerSecond, Sum(Rate(Own(PrometheusMetrics.SamplesAppended)), "pod"), "{{pod}}"),
                Lines("Targets down", Unit.Count, Count(((PromExpr)Series(TargetMetrics.Up)).EqualTo(0), "job"), "{{job}}")),
            Row.Of(
                "Keeping",
                Lines("Bytes of blocks", Unit.Bytes, Own(PrometheusMetrics.BlockBytes), "{{pod}}"),
                Lines("Memory", Unit.Bytes, Own(ProcessMetrics.Memory), "{{pod}}")),
            Row.Of(
                "Evaluating",
                Lines("Slowest groups", Unit.Seconds, TopK(10, Max(Own(PrometheusMetrics.GroupLastDuration), "rule_group")), "{{rule_group}}"),
                Lines("Processor", Unit.Cores, Rate(Own(ProcessMetrics.Cpu)), "{{pod}}")),
        ],
    };

    private static SeriesSelector Own(string metric) => Series(metric, Is("job", "prometheus"), Like("pod", "$pod"));
}
