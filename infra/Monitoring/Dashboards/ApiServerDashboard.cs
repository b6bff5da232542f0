using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The request rate, errors and latency of the Kubernetes API.</summary>
internal static class ApiServerDashboard
{
    private static readonly LabelMatcher Own = Is("job", Configuration.ScrapeJobs.ApiServer);

    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => [Page()];

    private static Dashboard Page() =>
        new()
        {
            Uid = "apiserver",
            Title = "API server",
            Folder = DashboardFolders.Cluster,
            Description = "The rate, failures and latency of requests to the Kubernetes API.",
            Links = [new DashboardLink("Cluster", "cluster")],
            Rows =
            [
                new Row(
                    "Requests",
                    [
                        new LinesPanel
                        {
                            Title = "Requests",
                            Unit = Unit.RequestsPerSecond,
                            Targets = [new(Sum(Rate(Series(ApiServerMetrics.Requests, Own)), "verb"), "{{verb}}")],
                        },
                        new LinesPanel
                        {
                            Title = "Failures",
                            Unit = Unit.RequestsPerSecond,
                            Targets =
                            [
                                new(Sum(Rate(Series(ApiServerMetrics.Requests, Own, Like("code", "5.."))), "resource"), "{{resource}}"),
                            ],
                        },
                        new LinesPanel
                        {
                            Title = "99th percentile of the latency",
                            Unit = Unit.Seconds,
                            Targets =
                            [
                                new(
                                    Quantile(
                                        0.99,
                                        Sum(
                                            Rate(Series(ApiServerMetrics.DurationBucket, Own, Unlike("verb", "WATCH|CONNECT"))),
                                            "le",
                                            "verb"
                                        )
                                    ),
                                    "{{verb}}"
                                ),
                            ],
                            Limits = new Limits(Warning: 1, Critical: 5),
                        },
                        new LinesPanel
                        {
                            Title = "Requests in flight",
                            Unit = Unit.Count,
                            Targets = [new(Max(Series(ApiServerMetrics.InflightRequests, Own), "request_kind"), "{{request_kind}}")],
                        },
                    ]
                ),
                new Row(
                    "Process",
                    [
                        new LinesPanel
                        {
                            Title = "Stored objects",
                            Unit = Unit.Count,
                            Targets = [new(TopK(10, Max(Series(ApiServerMetrics.Objects, Own), "resource")), "{{resource}}")],
                        },
                        new LinesPanel
                        {
                            Title = "Memory",
                            Unit = Unit.Bytes,
                            Targets = [new(Series(ProcessMetrics.Memory, Own), "{{instance}}")],
                        },
                        new LinesPanel
                        {
                            Title = "CPU",
                            Unit = Unit.Cores,
                            Targets = [new(Rate(Series(ProcessMetrics.Cpu, Own)), "{{instance}}")],
                        },
                    ]
                ),
            ],
        };
}
