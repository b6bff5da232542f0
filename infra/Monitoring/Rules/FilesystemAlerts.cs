using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the space and the inodes of the nodes' file systems.</summary>
internal static class FilesystemAlerts
{
    private const string Meaning = "Kubernetes evicts pods from the node before the disk is completely full.";
    private const string Runbook = "Delete unused images and logs, or expand the disk.";

    public static IEnumerable<AlertRule> Create()
    {
        var available = OnDisk(NodeMetrics.FilesystemAvailable);
        var free = OnDisk(NodeMetrics.FilesystemFilesFree);
        var space = available / OnDisk(NodeMetrics.FilesystemSize);
        var inodes = free / OnDisk(NodeMetrics.FilesystemFiles);
        var writable = OnDisk(NodeMetrics.FilesystemReadOnly).EqualTo(0);
        return
        [
            new AlertRule
            {
                Name = "NodeFilesystemSpaceFillingUp",
                Expression = (space < 0.4).And(Predict(available, Hours(6), Hours(24)) < 0).And(writable),
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = Summary("will be full within a day"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
            new AlertRule
            {
                Name = "NodeFilesystemSpaceFillingUp",
                Expression = (space < 0.2).And(Predict(available, Hours(6), Hours(4)) < 0).And(writable),
                For = Hours(1),
                Severity = Severity.Critical,
                Summary = Summary("will be full within four hours"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
            new AlertRule
            {
                Name = "NodeFilesystemAlmostOutOfSpace",
                Expression = (space < 0.05).And(writable),
                For = Minutes(30),
                Severity = Severity.Warning,
                Summary = Summary("is almost full"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
            new AlertRule
            {
                Name = "NodeFilesystemAlmostOutOfSpace",
                Expression = (space < 0.03).And(writable),
                For = Minutes(30),
                Severity = Severity.Critical,
                Summary = Summary("is full"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
            new AlertRule
            {
                Name = "NodeFilesystemFilesFillingUp",
                Expression = (inodes < 0.4).And(Predict(free, Hours(6), Hours(24)) < 0).And(writable),
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = Summary("will have no inodes left within a day"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
            new AlertRule
            {
                Name = "NodeFilesystemFilesFillingUp",
                Expression = (inodes < 0.2).And(Predict(free, Hours(6), Hours(4)) < 0).And(writable),
                For = Hours(1),
                Severity = Severity.Critical,
                Summary = Summary("will have no inodes left within four hours"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
            new AlertRule
            {
                Name = "NodeFilesystemAlmostOutOfFiles",
                Expression = (inodes < 0.05).And(writable),
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = Summary("has almost no inodes left"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
            new AlertRule
            {
                Name = "NodeFilesystemAlmostOutOfFiles",
                Expression = (inodes < 0.03).And(writable),
                For = Hours(1),
                Severity = Severity.Critical,
                Summary = Summary("has no inodes left"),
                Meaning = Meaning,
                Runbook = Runbook,
            },
        ];
    }

    private static string Summary(string state) =>
        $"The file system {{{{ $labels.mountpoint }}}} of {{{{ $labels.instance }}}} {state}: {{{{ $value | humanizePercentage }}}} left.";

    /// <summary>Leaves out file systems in memory and layers of images.</summary>
    private static SeriesSelector OnDisk(string metric) =>
        Series(metric, Is("job", "node-exporter"), Unlike("fstype", "tmpfs|overlay|squashfs|ramfs|"), IsNot("mountpoint", ""));
}
