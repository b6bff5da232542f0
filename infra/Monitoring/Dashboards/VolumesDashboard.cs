using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Dashboards.Panels;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>How full persistent volumes are.</summary>
internal static class VolumesDashboard
{
    private static readonly LabelMatcher Chosen = Like("namespace", "$namespace");

    public static Dashboard Page() => new()
    {
        Uid = "volumes",
        Title = "Persistent volumes",
        Folder = DashboardFolders.Cluster,
        Description = "How full persistent volumes are, in bytes and in inodes.",
        Variables = [new Variable("namespace", "Namespace", Series(KubeletMetrics.VolumeCapacity), "namespace", IsMultiple: true)],
        Links = [new DashboardLink("Namespace", "namespace")],
        Rows =
        [
            Row.Of("Space", Used("Space used", KubeletMetrics.VolumeUsed, KubeletMetrics.VolumeCapacity), Free("Space free", Unit.Bytes, KubeletMetrics.VolumeAvailable)),
            Row.Of("Inodes", Used("Inodes used", KubeletMetrics.VolumeInodesUsed, KubeletMetrics.VolumeInodes), Free("Inodes free", Unit.Count, KubeletMetrics.VolumeInodesFree)),
        ],
    };

    private static Panel Used(string title, string used, string all) => Lines(
        title, Unit.Share, Max(Series(used, Chosen), "persistentvolumeclaim") / Max(Series(all, Chosen), "persistentvolumeclaim"), "{{persistentvolumeclaim}}") with
    { Limits = new Limits(0.85, 0.97) };

    private static Panel Free(string title, Unit unit, string metric) => Lines(title, unit, Min(Series(metric, Chosen), "persistentvolumeclaim"), "{{persistentvolumeclaim}}");
}
