using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>Whether the Kubernetes API answers, and how fast.</summary>
internal static class ApiServerDashboard
{
    private static readonly LabelMatcher Own = Is("job", Configuration.ScrapeJobs.ApiServer);

    public static Dashboard Page() => new()
    {
        Uid = "apiserver",
        Title = "API server",
        Folder = DashboardFolders.Cluster,
        Description = "Requests to the Kubernetes API: how many, how many fail, how long they take.",
        Links = [new DashboardLink("Cluster", "cluster")],
        Rows =
        [
            Row.Of(
                "Requests",
                Lines("Requests", Unit.RequestsPerSecond, Sum(Rate(Series(ApiServerMetrics.Requests, Own)), "verb"), "{{verb}}"),
                Lines("Failures", Unit.RequestsPerSecond, Sum(Rate(Series(ApiServerMetrics.Requests, Own, Like("code", "5.."))), "resource"), "{{resource}}"),
                Lines("Slowest in a hundred", Unit.Seconds, Quantile(0.99, Sum(Rate(Series(ApiServerMetrics.DurationBucket, Own, Unlike("verb", "WATCH|CONNECT"))), "le", "verb")), "{{verb}}") with { Limits = new Limits(1, 5) },
                Lines("In progress", Unit.Count, Max(Series(ApiServerMetrics.InflightRequests, Own), "request_kind"), "{{request_kind}}")),
            Row.Of(
                "Process",
                Lines("Objects stored", Unit.Count, TopK(10, Max(Series(ApiServerMetrics.Objects, Own), "resource")), "{{resource}}"),
                Lines("Memory", Unit.Bytes, Series(ProcessMetrics.Memory, Own), "{{instance}}"),
                Lines("Processor", Unit.Cores, Rate(Series(ProcessMetrics.Cpu, Own)), "{{instance}}")),
        ],
    };
}
