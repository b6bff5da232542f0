using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The network traffic of pods.</summary>
internal static class NetworkingDashboard
{
    private static readonly LabelMatcher Chosen = Like("namespace", "$namespace");

    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => [Page()];

    private static Dashboard Page() =>
        new()
        {
            Uid = "networking",
            Title = "Networking",
            Folder = DashboardFolders.Cluster,
            Description = "The bytes that pods send and receive, and dropped packets.",
            Variables =
            [
                new Variable
                {
                    Name = "namespace",
                    Label = "Namespace",
                    Series = Series(KubeletMetrics.NetworkReceived),
                    Source = "namespace",
                    IsMultiple = true,
                },
            ],
            Links = [new DashboardLink("Namespace", "namespace")],
            Rows =
            [
                new Row("By namespace", [ResourcePanels.Received("namespace", Chosen), ResourcePanels.Sent("namespace", Chosen)]),
                new Row("By pod", [ResourcePanels.Received("pod", Chosen), ResourcePanels.Sent("pod", Chosen)]),
                new Row(
                    "Dropped packets",
                    [
                        Lost("Dropped when receiving", KubeletMetrics.NetworkReceivedDropped),
                        Lost("Dropped when sending", KubeletMetrics.NetworkSentDropped),
                    ]
                ),
            ],
        };

    private static LinesPanel Lost(string title, string metric) =>
        new LinesPanel
        {
            Title = title,
            Unit = Unit.PerSecond,
            Targets = [new(Sum(Rate(Series(metric, Chosen)), "pod"), "{{pod}}")],
        };
}
