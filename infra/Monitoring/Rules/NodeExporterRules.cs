using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Whether the machines that nodes are have what they need.</summary>
internal static class NodeExporterRules
{
    public const string CpuUse = "instance:node_cpu_utilisation:rate5m";
    public const string CpuCount = "instance:node_num_cpu:sum";
    public const string MemoryUse = "instance:node_memory_utilisation:ratio";

    private static readonly LabelMatcher Own = Is("job", "node-exporter");

    public static RuleGroup Recordings() => RuleGroup.Of(
        "node-exporter-recordings",
        new RecordingRule(CpuCount, Count(Series(NodeMetrics.Cpu, Own, Is("mode", "idle")), "instance")),
        new RecordingRule(CpuUse, 1 - Avg(Sum(Rate(Series(NodeMetrics.Cpu, Own, Like("mode", "idle|iowait|steal")), Minutes(5)), "instance", "cpu"), "instance")),
        new RecordingRule(MemoryUse, 1 - Max((PromExpr)Of(NodeMetrics.MemoryAvailable) / Of(NodeMetrics.MemoryTotal), "instance")));

    public static RuleGroup Group() => new("node-exporter", [.. Filesystems(), .. Network(), .. Clock(), .. Disks(), .. Load(), .. Machine()]);

    private static IEnumerable<Rule> Filesystems()
    {
        var available = Disk(NodeMetrics.FilesystemAvailable);
        var files = Disk(NodeMetrics.FilesystemFilesFree);
        var spaceLeft = (PromExpr)available / Disk(NodeMetrics.FilesystemSize);
        var filesLeft = (PromExpr)files / Disk(NodeMetrics.FilesystemFiles);
        var writable = ((PromExpr)Disk(NodeMetrics.FilesystemReadOnly)).EqualTo(0);
        return
        [
            Filesystem("NodeFilesystemSpaceFillingUp", (spaceLeft < 0.4).And(Predict(available, Hours(6), Hours(24)) < 0).And(writable), 60, Severity.Warning, "will be full within a day"),
            Filesystem("NodeFilesystemSpaceFillingUp", (spaceLeft < 0.2).And(Predict(available, Hours(6), Hours(4)) < 0).And(writable), 60, Severity.Critical, "will be full within four hours"),
            Filesystem("NodeFilesystemAlmostOutOfSpace", (spaceLeft < 0.05).And(writable), 30, Severity.Warning, "is almost full"),
            Filesystem("NodeFilesystemAlmostOutOfSpace", (spaceLeft < 0.03).And(writable), 30, Severity.Critical, "is full"),
            Filesystem("NodeFilesystemFilesFillingUp", (filesLeft < 0.4).And(Predict(files, Hours(6), Hours(24)) < 0).And(writable), 60, Severity.Warning, "will have no inodes left within a day"),
            Filesystem("NodeFilesystemFilesFillingUp", (filesLeft < 0.2).And(Predict(files, Hours(6), Hours(4)) < 0).And(writable), 60, Severity.Critical, "will have no inodes left within four hours"),
            Filesystem("NodeFilesystemAlmostOutOfFiles", (filesLeft < 0.05).And(writable), 60, Severity.Warning, "has almost no inodes left"),
            Filesystem("NodeFilesystemAlmostOutOfFiles", (filesLeft < 0.03).And(writable), 60, Severity.Critical, "has no inodes left"),
        ];
    }

    private static IEnumerable<Rule> Network() =>
    [
        Alert("NodeNetworkReceiveErrs", (Rate(Of(NodeMetrics.NetworkReceiveErrors), Minutes(2)) / Rate(Of(NodeMetrics.NetworkReceivePackets), Minutes(2))) > 0.01, 60, Severity.Warning,
            "Interface {{ $labels.device }} of {{ $labels.instance }} receives damaged packets.",
            "Connections slow down or break.", "Look at the cable, the switch port and the driver."),
        Alert("NodeNetworkTransmitErrs", (Rate(Of(NodeMetrics.NetworkSendErrors), Minutes(2)) / Rate(Of(NodeMetrics.NetworkSendPackets), Minutes(2))) > 0.01, 60, Severity.Warning,
            "Interface {{ $labels.device }} of {{ $labels.instance }} fails to send packets.",
            "Connections slow down or break.", "Look at the cable, the switch port and the driver."),
        Alert("NodeHighNumberConntrackEntriesUsed", ((PromExpr)Of(NodeMetrics.ConntrackEntries) / Of(NodeMetrics.ConntrackLimit)) > 0.75, 0, Severity.Warning,
            "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its table of connections.",
            "When it is full, new connections are dropped.", "Find who opens so many; raise nf_conntrack_max."),
        Alert("NodeBondingDegraded", ((PromExpr)Of(NodeMetrics.BondSlaves) - Of(NodeMetrics.BondActive)).NotEqualTo(0), 5, Severity.Warning,
            "Bond {{ $labels.master }} of {{ $labels.instance }} lacks {{ $value }} interfaces.",
            "The next one that fails cuts the machine off.", "Look at the cable and the switch port of the interface that is down."),
    ];

    private static IEnumerable<Rule> Clock() =>
    [
        Alert("NodeClockSkewDetected",
            ((PromExpr)Of(NodeMetrics.ClockOffset) > 0.05).And(Derivative(Of(NodeMetrics.ClockOffset), Minutes(5)) >= 0)
                .Or(((PromExpr)Of(NodeMetrics.ClockOffset) < -0.05).And(Derivative(Of(NodeMetrics.ClockOffset), Minutes(5)) <= 0)), 10, Severity.Warning,
            "The clock of {{ $labels.instance }} is {{ $value }} seconds off.",
            "Certificates, leases and logs rest on clocks that agree.", "See whether the time service runs and reaches its servers."),
        Alert("NodeClockNotSynchronising", MinOverTime(Of(NodeMetrics.ClockSynchronised), Minutes(5)).EqualTo(0).And((PromExpr)Of(NodeMetrics.ClockMaxError) >= 16), 10, Severity.Warning,
            "The clock of {{ $labels.instance }} is not synchronised.",
            "It will drift away from the others.", "See whether the time service runs and reaches its servers."),
    ];

    private static IEnumerable<Rule> Disks() =>
    [
        Alert("NodeRAIDDegraded", ((PromExpr)Raid(NodeMetrics.RaidDisksRequired)).Minus(Raid(NodeMetrics.RaidDisks, Is("state", "active")), Ignoring("state")) > 0, 15, Severity.Critical,
            "Array {{ $labels.device }} of {{ $labels.instance }} lacks {{ $value }} disks, and has no spare.",
            "The next disk that fails takes the data with it.", "Replace the disk."),
        Alert("NodeRAIDDiskFailure", (PromExpr)Raid(NodeMetrics.RaidDisks, Is("state", "failed")) > 0, 0, Severity.Warning,
            "A disk of array {{ $labels.device }} of {{ $labels.instance }} has failed.",
            "The array works with fewer.", "Replace the disk."),
        Alert("NodeDiskIOSaturation", Rate(Series(NodeMetrics.DiskIoWeighted, Own, Like("device", "(nvme|sd|vd|xvd|dm-|md).*")), Minutes(5)) > 10, 30, Severity.Warning,
            "Disk {{ $labels.device }} of {{ $labels.instance }} has {{ printf \"%.0f\" $value }} operations waiting.",
            "What reads or writes there is slow.", "Find the pods that do, on the dashboard of pods."),
    ];

    private static IEnumerable<Rule> Load() =>
    [
        Alert("NodeCPUHighUsage", (PromExpr)Series(CpuUse) > 0.9, 15, Severity.Info,
            "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its processors.",
            "Pods without enough requests are slow.", "Add a node, or move load."),
        Alert("NodeSystemSaturation", ((PromExpr)Of(NodeMetrics.Load1)).DividedBy(Series(CpuCount), On("instance")) > 2, 15, Severity.Warning,
            "{{ $labels.instance }} has {{ printf \"%.1f\" $value }} tasks waiting for each processor.",
            "Everything on it is slow.", "Find the pods that use most processor time; add a node."),
        Alert("NodeMemoryMajorPagesFaults", Rate(Of(NodeMetrics.MajorFaults), Minutes(5)) > 500, 15, Severity.Warning,
            "{{ $labels.instance }} reads pages back from disk all the time.",
            "It is short of memory; everything on it is slow.", "Find the pods that use more than they request."),
        Alert("NodeMemoryHighUtilization", (PromExpr)Series(MemoryUse) > 0.9, 15, Severity.Warning,
            "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its memory.",
            "Pods are about to be evicted or killed.", "Find the pods that use more than they request; add a node."),
    ];

    private static IEnumerable<Rule> Machine() =>
    [
        Alert("NodeTextFileCollectorScrapeError", ((PromExpr)Of(NodeMetrics.TextfileError)).EqualTo(1), 0, Severity.Warning,
            "node-exporter on {{ $labels.instance }} cannot read its text files.",
            "Measurements that scripts leave there are missing.", "Correct the file the log names."),
        FileDescriptors(0.7, Severity.Warning),
        FileDescriptors(0.9, Severity.Critical),
        Alert("NodeSystemdServiceFailed", ((PromExpr)Series(NodeMetrics.SystemdUnit, Own, Is("state", "failed"))).EqualTo(1), 5, Severity.Warning,
            "{{ $labels.name }} of {{ $labels.instance }} has failed.",
            "The machine lacks a service.", "systemctl status on the machine tells why."),
        Alert("NodeSystemdServiceCrashlooping", Increase(Of(NodeMetrics.SystemdRestarts), Minutes(5)) > 2, 15, Severity.Warning,
            "{{ $labels.name }} of {{ $labels.instance }} restarts again and again.",
            "The machine has the service by turns only.", "journalctl on the machine shows the service's last words."),
    ];

    private static AlertRule FileDescriptors(double share, Severity severity) =>
        Alert("NodeFileDescriptorLimit", ((PromExpr)Of(NodeMetrics.FileDescriptors) / Of(NodeMetrics.FileDescriptorsMax)) > share, 15, severity,
            "{{ $labels.instance }} has {{ $value | humanizePercentage }} of the files open that it can.",
            "Then programs fail to open files and connections.", "Find the program that opens so many.");

    private static AlertRule Filesystem(string name, PromExpr expression, int minutes, Severity severity, string state) =>
        Alert(name, expression, minutes, severity, $"The file system {{{{ $labels.mountpoint }}}} of {{{{ $labels.instance }}}} {state}: {{{{ $value | humanizePercentage }}}} left.",
            "Kubernetes evicts pods from the node before nothing can be written any more.", "Delete images and logs that are not needed; enlarge the disk.");

    private static SeriesSelector Of(string metric) => Series(metric, Own);

    /// <summary>File systems that lie on disks.</summary>
    private static SeriesSelector Disk(string metric) => Series(metric, Own, Unlike("fstype", "tmpfs|overlay|squashfs|ramfs|"), IsNot("mountpoint", ""));

    private static SeriesSelector Raid(string metric, params ReadOnlySpan<LabelMatcher> state) => Series(metric, [Own, .. state]);

    private static AlertRule Alert(string name, PromExpr expression, int minutes, Severity severity, string summary, string meaning, string runbook) =>
        new(name, expression) { For = Minutes(minutes), Severity = severity, Summary = summary, Meaning = meaning, Runbook = runbook };
}
