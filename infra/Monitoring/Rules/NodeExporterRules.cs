using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on the machines of the nodes: file systems, network, clock, disks, load.</summary>
internal static class NodeExporterRules
{
    private static readonly LabelMatcher Own = Is("job", "node-exporter");

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) => plan.Settings.Parts.NodeExporter ? [Group()] : [];

    private static RuleGroup Group() =>
        new("node-exporter", [.. FilesystemAlerts.Create(), .. Network(), .. Clock(), .. Disks(), .. Load(), .. Machine()]);

    private static IEnumerable<Rule> Network() =>
        [
            new AlertRule
            {
                Name = "NodeNetworkReceiveErrs",
                Expression = ErrorShare(NodeMetrics.NetworkReceiveErrors, NodeMetrics.NetworkReceivePackets) > 0.01,
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = "Interface {{ $labels.device }} of {{ $labels.instance }} receives damaged packets.",
                Meaning = "Connections slow down or break.",
                Runbook = "Check the cable, the switch port and the driver.",
            },
            new AlertRule
            {
                Name = "NodeNetworkTransmitErrs",
                Expression = ErrorShare(NodeMetrics.NetworkSendErrors, NodeMetrics.NetworkSendPackets) > 0.01,
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = "Interface {{ $labels.device }} of {{ $labels.instance }} fails to send packets.",
                Meaning = "Connections slow down or break.",
                Runbook = "Check the cable, the switch port and the driver.",
            },
            new AlertRule
            {
                Name = "NodeHighNumberConntrackEntriesUsed",
                Expression = (Node(NodeMetrics.ConntrackEntries) / Node(NodeMetrics.ConntrackLimit)) > 0.75,
                Severity = Severity.Warning,
                Summary = "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its connection tracking table.",
                Meaning = "Once it is full, new connections are dropped.",
                Runbook = "Find the program that opens so many connections, or raise nf_conntrack_max.",
            },
            new AlertRule
            {
                Name = "NodeBondingDegraded",
                Expression = (Node(NodeMetrics.BondSlaves) - Node(NodeMetrics.BondActive)).NotEqualTo(0),
                For = Minutes(5),
                Severity = Severity.Warning,
                Summary = "Bond {{ $labels.master }} of {{ $labels.instance }} lacks {{ $value }} interfaces.",
                Meaning = "If another interface fails, the machine loses its network.",
                Runbook = "Check the cable and the switch port of the failed interface.",
            },
        ];

    private static IEnumerable<Rule> Clock() =>
        [
            new AlertRule
            {
                Name = "NodeClockSkewDetected",
                Expression = (Node(NodeMetrics.ClockOffset) > 0.05)
                    .And(Derivative(Node(NodeMetrics.ClockOffset), Minutes(5)) >= 0)
                    .Or((Node(NodeMetrics.ClockOffset) < -0.05).And(Derivative(Node(NodeMetrics.ClockOffset), Minutes(5)) <= 0)),
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = "The clock of {{ $labels.instance }} is off by {{ $value }} seconds.",
                Meaning = "Certificates, leases and timestamps in logs depend on synchronised clocks.",
                Runbook = "Check whether the NTP client is running and can reach its servers.",
            },
            new AlertRule
            {
                Name = "NodeClockNotSynchronising",
                Expression = MinOverTime(Node(NodeMetrics.ClockSynchronised), Minutes(5))
                    .EqualTo(0)
                    .And(Node(NodeMetrics.ClockMaxError) >= 16),
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = "The clock of {{ $labels.instance }} is not synchronised.",
                Meaning = "Its clock will drift.",
                Runbook = "Check whether the NTP client is running and can reach its servers.",
            },
        ];

    private static IEnumerable<Rule> Disks() =>
        [
            new AlertRule
            {
                Name = "NodeRAIDDegraded",
                Expression =
                    Raid(NodeMetrics.RaidDisksRequired).Minus(Raid(NodeMetrics.RaidDisks, Is("state", "active")), Ignoring("state")) > 0,
                For = Minutes(15),
                Severity = Severity.Critical,
                Summary = "Array {{ $labels.device }} of {{ $labels.instance }} lacks {{ $value }} disks, and has no spare.",
                Meaning = "If another disk fails, data is lost.",
                Runbook = "Replace the disk.",
            },
            new AlertRule
            {
                Name = "NodeRAIDDiskFailure",
                Expression = Raid(NodeMetrics.RaidDisks, Is("state", "failed")) > 0,
                Severity = Severity.Warning,
                Summary = "A disk of array {{ $labels.device }} of {{ $labels.instance }} has failed.",
                Meaning = "The array has less redundancy.",
                Runbook = "Replace the disk.",
            },
            new AlertRule
            {
                Name = "NodeDiskIOSaturation",
                Expression = Rate(Series(NodeMetrics.DiskIoWeighted, Own, Like("device", "(nvme|sd|vd|xvd|dm-|md).*")), Minutes(5)) > 10,
                For = Minutes(30),
                Severity = Severity.Warning,
                Summary = "Disk {{ $labels.device }} of {{ $labels.instance }} has {{ printf \"%.0f\" $value }} operations waiting.",
                Meaning = "Reads and writes on this disk are slow.",
                Runbook = "Find the pods with the most disk I/O on their dashboards.",
            },
        ];

    private static IEnumerable<Rule> Load() =>
        [
            new AlertRule
            {
                Name = "NodeCPUHighUsage",
                Expression = Series(NodeExporterRecordings.CpuUse) > 0.9,
                For = Minutes(15),
                Severity = Severity.Info,
                Summary = "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its CPU.",
                Meaning = "Pods whose CPU usage exceeds their requests are slow.",
                Runbook = "Add a node, or move pods to other nodes.",
            },
            new AlertRule
            {
                Name = "NodeSystemSaturation",
                Expression = Node(NodeMetrics.Load1).DividedBy(Series(NodeExporterRecordings.CpuCount), On("instance")) > 2,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.instance }} has {{ printf \"%.1f\" $value }} tasks per CPU core.",
                Meaning = "All pods on it are slow.",
                Runbook = "Find the pods with the highest CPU usage, or add a node.",
            },
            new AlertRule
            {
                Name = "NodeMemoryMajorPagesFaults",
                Expression = Rate(Node(NodeMetrics.MajorFaults), Minutes(5)) > 500,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.instance }} has a high rate of major page faults.",
                Meaning = "It is short of memory; all pods on it are slow.",
                Runbook = "Find the pods whose usage exceeds their requests.",
            },
            new AlertRule
            {
                Name = "NodeMemoryHighUtilization",
                Expression = Series(NodeExporterRecordings.MemoryUse) > 0.9,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its memory.",
                Meaning = "Pods are about to be evicted or killed.",
                Runbook = "Find the pods whose usage exceeds their requests, or add a node.",
            },
        ];

    private static IEnumerable<Rule> Machine() =>
        [
            new AlertRule
            {
                Name = "NodeTextFileCollectorScrapeError",
                Expression = Node(NodeMetrics.TextfileError).EqualTo(1),
                Severity = Severity.Warning,
                Summary = "node-exporter on {{ $labels.instance }} cannot read its text files.",
                Meaning = "Metrics that scripts write to these files are missing.",
                Runbook = "Correct the file named in the log.",
            },
            FileDescriptors(0.7, Severity.Warning),
            FileDescriptors(0.9, Severity.Critical),
            new AlertRule
            {
                Name = "NodeSystemdServiceFailed",
                Expression = Series(NodeMetrics.SystemdUnit, Own, Is("state", "failed")).EqualTo(1),
                For = Minutes(5),
                Severity = Severity.Warning,
                Summary = "The systemd unit {{ $labels.name }} of {{ $labels.instance }} has failed.",
                Meaning = "The service does not run on this machine.",
                Runbook = "Run systemctl status on the machine.",
            },
            new AlertRule
            {
                Name = "NodeSystemdServiceCrashlooping",
                Expression = Increase(Node(NodeMetrics.SystemdRestarts), Minutes(5)) > 2,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "The systemd unit {{ $labels.name }} of {{ $labels.instance }} is in a restart loop.",
                Meaning = "The service is available only intermittently.",
                Runbook = "Read the unit's messages with journalctl on the machine.",
            },
        ];

    private static AlertRule FileDescriptors(double share, Severity severity) =>
        new()
        {
            Name = "NodeFileDescriptorLimit",
            Expression = (Node(NodeMetrics.FileDescriptors) / Node(NodeMetrics.FileDescriptorsMax)) > share,
            For = Minutes(15),
            Severity = severity,
            Summary = "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its file descriptors.",
            Meaning = "At 100 %, programs fail to open files and connections.",
            Runbook = "Find the program that opens so many files.",
        };

    private static PromExpr ErrorShare(string errors, string packets) => Rate(Node(errors), Minutes(2)) / Rate(Node(packets), Minutes(2));

    private static SeriesSelector Node(string metric) => Series(metric, Own);

    private static SeriesSelector Raid(string metric, params ReadOnlySpan<LabelMatcher> state) => Series(metric, [Own, .. state]);
}
