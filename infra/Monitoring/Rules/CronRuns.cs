using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>The runs of a CronJob, by the metrics of kube-state-metrics.</summary>
internal sealed class CronRuns(string inNamespace, string name)
{
    private readonly LabelMatcher _namespace = Is("namespace", inNamespace);

    /// <summary>The seconds since the last success, or since the creation if there was none.</summary>
    public PromExpr Age => Now - Max(Of(KubeMetrics.CronJobLastSuccess)).Or(Max(Of(KubeMetrics.CronJobCreated)));

    /// <summary>The start of the last failed run, if no run has succeeded since.</summary>
    public PromExpr FailedLast =>
        Max(
            Max(Jobs(KubeMetrics.JobStartTime), "job_name")
                .Times(Max(Jobs(KubeMetrics.JobFailed, Is("condition", "true")), "job_name").EqualTo(1), On("job_name"))
        ) > Max(Of(KubeMetrics.CronJobLastSuccess)).Or(Vector(0));

    private SeriesSelector Of(string metric) => Series(metric, _namespace, Is("cronjob", name));

    private SeriesSelector Jobs(string metric, params ReadOnlySpan<LabelMatcher> others) =>
        Series(metric, [_namespace, Like("job_name", $"{name}-.*"), .. others]);
}
