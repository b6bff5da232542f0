using Infra.Backend.Monitoring.Dashboards;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Stores;

/// <summary>SeaweedFS by its own metrics.</summary>
internal sealed class SeaweedMonitor(WatchedStore store, ThresholdSettings thresholds) : StoreMonitor(store, thresholds)
{
    private const string Requests = "SeaweedFS_s3_request_total";
    private const string ReadOnlyVolumes = "SeaweedFS_volumeServer_read_only_volumes";

    protected override SeriesSelector Up => Of("up");

    private SeriesSelector Failures => Of(Requests, Like("code", "5.."));

    protected override IEnumerable<AlertRule> CreateOwnAlerts() =>
        [
            new AlertRule
            {
                Name = "StoreRequestsFailed",
                Expression = Sum(Rate(Failures, Minutes(5))) / Sum(Rate(Of(Requests), Minutes(5))) > (Thresholds.ErrorPercent / 100),
                For = Minutes(5),
                Severity = Severity.Critical,
                Summary = $"{{{{ $value | humanizePercentage }}}} of the requests to {Store.Name} fail.",
                Meaning = "Services can neither read nor write some objects.",
                Runbook = "The server's log has the errors; most often the volume is full.",
            },
            new AlertRule
            {
                Name = "StoreDiskFull",
                Expression = Sum(Of(ReadOnlyVolumes, Is("type", "isDiskSpaceLow"))) > 0,
                For = Minutes(5),
                Severity = Severity.Critical,
                Summary = $"{Store.Name} lacks disk space, and {{{{ $value }}}} of its volumes cannot be written.",
                Meaning = "Services can soon write no object.",
                Runbook = "Delete objects, or raise the store's size.",
            },
        ];

    protected override IEnumerable<Panel> CreateServerPanels() =>
        [
            Lines(
                "Size of objects",
                Unit.Bytes,
                new Target(Sum(Of("SeaweedFS_volumeServer_total_disk_size"), "collection"), "{{collection}}")
            ),
            Lines("Volumes that cannot be written", Unit.Count, new Target(Sum(Of(ReadOnlyVolumes), "type"), "{{type}}")),
        ];

    protected override IEnumerable<Panel> CreateWorkPanels() =>
        [
            Lines("Requests", Unit.RequestsPerSecond, new Target(Sum(Rate(Of(Requests)), "type"), "{{type}}")),
            Lines("Failures", Unit.RequestsPerSecond, new Target(Sum(Rate(Failures), "type", "code"), "{{type}} {{code}}")),
        ];
}
