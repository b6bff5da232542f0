using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>The usage of persistent volumes.</summary>
internal static class VolumesDashboard
{
    private static readonly LabelMatcher Chosen = Like("namespace", "$namespace");

    public static IEnumerable<Dashboard> Pages(MonitoringPlan plan) => [Page()];

    private static Dashboard Page() =>
        new()
        {
            Uid = "volumes",
            Title = "Persistent volumes",
            Folder = DashboardFolders.Cluster,
            Description = "The used and free bytes and inodes of persistent volumes.",
            Variables =
            [
                new Variable
                {
                    Name = "namespace",
                    Label = "Namespace",
                    Series = Series(KubeletMetrics.VolumeCapacity),
                    Source = "namespace",
                    IsMultiple = true,
                },
            ],
            Links = [new DashboardLink("Namespace", "namespace")],
            Rows =
            [
                new Row(
                    "Space",
                    [
                        Used("Used space", KubeletMetrics.VolumeUsed, KubeletMetrics.VolumeCapacity),
                        Free("Free space", Unit.Bytes, KubeletMetrics.VolumeAvailable),
                    ]
                ),
                new Row(
                    "Inodes",
                    [
                        Used("Used inodes", KubeletMetrics.VolumeInodesUsed, KubeletMetrics.VolumeInodes),
                        Free("Free inodes", Unit.Count, KubeletMetrics.VolumeInodesFree),
                    ]
                ),
            ],
        };

    private static LinesPanel Used(string title, string used, string all) =>
        new LinesPanel
        {
            Title = title,
            Unit = Unit.Share,
            Targets =
            [
                new(
                    Max(Series(used, Chosen), "persistentvolumeclaim") / Max(Series(all, Chosen), "persistentvolumeclaim"),
                    "{{persistentvolumeclaim}}"
                ),
            ],
            Limits = new Limits(Warning: 0.85, Critical: 0.97),
        };

    private static LinesPanel Free(string title, Unit unit, string metric) =>
        new LinesPanel
        {
            Title = title,
            Unit = unit,
            Targets = [new(Min(Series(metric, Chosen), "persistentvolumeclaim"), "{{persistentvolumeclaim}}")],
        };
}
