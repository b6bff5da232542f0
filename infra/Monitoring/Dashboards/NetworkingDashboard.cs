using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>What pods send and receive.</summary>
internal static class NetworkingDashboard
{
    private static readonly LabelMatcher Chosen = Like("namespace", "$namespace");

    public static Dashboard Page() => new()
    {
        Uid = "networking",
        Title = "Networking",
        Folder = DashboardFolders.Cluster,
        Description = "What pods send, receive and lose.",
        Variables = [new Variable("namespace", "Namespace", Series(KubeletMetrics.NetworkReceived), "namespace", IsMultiple: true)],
        Links = [new DashboardLink("Namespace", "namespace")],
        Rows =
        [
            Row.Of("By namespace", ResourcePanels.Received("namespace", Chosen), ResourcePanels.Sent("namespace", Chosen)),
            Row.Of("By pod", ResourcePanels.Received("pod", Chosen), ResourcePanels.Sent("pod", Chosen)),
            Row.Of("Lost", Lost("Received and dropped", KubeletMetrics.NetworkReceivedDropped), Lost("Dropped instead of sent", KubeletMetrics.NetworkSentDropped)),
        ],
    };

    private static Panel Lost(string title, string metric) => Lines(title, Unit.PerSecond, Sum(Rate(Series(metric, Chosen)), "pod"), "{{pod}}");
}
