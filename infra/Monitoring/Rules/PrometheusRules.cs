using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on Prometheus itself: configuration, scraping, storage, evaluation, notification and remote write.</summary>
internal static class PrometheusRules
{
    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) => [Group()];

    private static RuleGroup Group() =>
        new("prometheus", [.. Configuration(), .. Notifications(), .. Storage(), .. RemoteWriting(), .. Evaluation(), .. Scraping()]);

    private static IEnumerable<Rule> Configuration() =>
        [
            new AlertRule
            {
                Name = "PrometheusBadConfig",
                Expression = MaxOverTime(Own(PrometheusMetrics.ConfigReloadSuccess), Minutes(5)).EqualTo(0),
                For = Minutes(10),
                Severity = Severity.Critical,
                Summary = "{{ $labels.pod }} cannot read its configuration.",
                Meaning = "Prometheus keeps its previous configuration; new services are not monitored.",
                Runbook = "Read the error in the pod's log; check the ConfigMap prometheus with promtool check config.",
            },
            new AlertRule
            {
                Name = "PrometheusSDRefreshFailure",
                Expression = Increase(Own(PrometheusMetrics.DiscoveryFailures), Minutes(10)) > 0,
                For = Minutes(20),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} cannot refresh its targets ({{ $labels.mechanism }}).",
                Meaning = "New targets are not scraped, and removed targets still are.",
                Runbook = "Read the errors of this discovery mechanism in the pod's log.",
            },
            new AlertRule
            {
                Name = "PrometheusKubernetesListWatchFailures",
                Expression = Increase(Own(PrometheusMetrics.KubernetesDiscoveryFailures), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} fails to list or watch Kubernetes objects.",
                Meaning = "The list of targets is out of date.",
                Runbook = "Check the ClusterRole of Prometheus and whether the API server is healthy.",
            },
        ];

    private static IEnumerable<Rule> Notifications() =>
        [
            new AlertRule
            {
                Name = "PrometheusNotificationQueueRunningFull",
                Expression =
                    Predict(Own(PrometheusMetrics.NotificationQueueLength), Minutes(5), Minutes(30))
                    > MinOverTime(Own(PrometheusMetrics.NotificationQueueCapacity), Minutes(5)),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "The notification queue of {{ $labels.pod }} will be full within 30 minutes.",
                Meaning = "Alerts that do not fit into the queue are lost.",
                Runbook = "Check whether Alertmanager responds, and its latency.",
            },
            new AlertRule
            {
                Name = "PrometheusErrorSendingAlertsToSomeAlertmanagers",
                Expression = 100 * FailedNotifications() > 1,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} fails to send {{ printf \"%.1f\" $value }} % of its alerts to {{ $labels.alertmanager }}.",
                Meaning = "One Alertmanager misses alerts; its peers may still receive them.",
                Runbook = "Check that Alertmanager's pod and log, and the NetworkPolicy between the two.",
            },
            new AlertRule
            {
                Name = "PrometheusErrorSendingAlertsToAnyAlertmanager",
                Expression = Min(100 * FailedNotifications(), "job", "pod") > 3,
                For = Minutes(15),
                Severity = Severity.Critical,
                Summary = "{{ $labels.pod }} fails to send {{ printf \"%.1f\" $value }} % of its alerts to every Alertmanager.",
                Meaning = "No notifications are sent.",
                Runbook = "Check the pods and logs of Alertmanager.",
            },
            new AlertRule
            {
                Name = "PrometheusNotConnectedToAlertmanagers",
                Expression = MaxOverTime(Own(PrometheusMetrics.AlertmanagersDiscovered), Minutes(5)) < 1,
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} has not discovered any Alertmanager.",
                Meaning = "No notifications are sent.",
                Runbook = "Check the configuration's alerting section and Alertmanager's Service.",
            },
        ];

    private static IEnumerable<Rule> Storage() =>
        [
            new AlertRule
            {
                Name = "PrometheusTSDBReloadsFailing",
                Expression = Increase(Own(PrometheusMetrics.TsdbReloadFailures), Hours(3)) > 0,
                For = Hours(4),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} failed to reload its blocks.",
                Meaning = "Queries may miss older samples.",
                Runbook = "Read the pod's log, and move a corrupt block out of the data directory.",
            },
            new AlertRule
            {
                Name = "PrometheusTSDBCompactionsFailing",
                Expression = Increase(Own(PrometheusMetrics.TsdbCompactionsFailed), Hours(3)) > 0,
                For = Hours(4),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} failed to compact its blocks.",
                Meaning = "Memory and disk usage grow.",
                Runbook = "Check whether the volume is full; read the pod's log.",
            },
            new AlertRule
            {
                Name = "PrometheusNotIngestingSamples",
                Expression = SumWithout(Rate(Own(PrometheusMetrics.SamplesAppended), Minutes(5)), "type") <= 0,
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} is not ingesting samples.",
                Meaning = "There are no new samples, so no other alert can fire.",
                Runbook = "Check its targets under Status, Target health; read the pod's log.",
            },
            new AlertRule
            {
                Name = "PrometheusDuplicateTimestamps",
                Expression = Rate(Own(PrometheusMetrics.DuplicateTimestamps), Minutes(5)) > 0,
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} drops samples with duplicate timestamps.",
                Meaning = "Two targets expose series with the same labels.",
                Runbook = "Find the target in the pod's log, and give the two different labels.",
            },
            new AlertRule
            {
                Name = "PrometheusOutOfOrderTimestamps",
                Expression = Rate(Own(PrometheusMetrics.OutOfOrderTimestamps), Minutes(5)) > 0,
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} drops out-of-order samples.",
                Meaning = "A target exposes samples with timestamps older than the stored ones.",
                Runbook = "Find the target in the pod's log, and make it expose samples without timestamps.",
            },
        ];

    private static IEnumerable<Rule> RemoteWriting() =>
        [
            new AlertRule
            {
                Name = "PrometheusRemoteStorageFailures",
                Expression = 100 * FailedRemoteSamples() > 1,
                For = Minutes(15),
                Severity = Severity.Critical,
                Summary = "{{ $labels.pod }} fails to send {{ printf \"%.1f\" $value }} % of its samples to {{ $labels.url }}.",
                Meaning = "The remote storage lacks these samples.",
                Runbook = "Check the URL and the token of the remote storage; read the pod's log.",
            },
            new AlertRule
            {
                Name = "PrometheusRemoteWriteBehind",
                Expression =
                    MaxOverTime(Own(PrometheusMetrics.RemoteHighestIn), Minutes(5))
                        .Minus(
                            MaxOverTime(Own(PrometheusMetrics.RemoteHighestSent), Minutes(5)),
                            Ignoring("remote_name", "url").GroupRight()
                        ) > 120,
                For = Minutes(15),
                Severity = Severity.Critical,
                Summary = "{{ $labels.pod }} is {{ printf \"%.0f\" $value }} seconds behind in sending samples to {{ $labels.url }}.",
                Meaning = "Queries of the remote storage return stale data.",
                Runbook = "Check the latency of the remote storage.",
            },
            new AlertRule
            {
                Name = "PrometheusRemoteWriteDesiredShards",
                Expression =
                    MaxOverTime(Own(PrometheusMetrics.RemoteShardsDesired), Minutes(5))
                    > MaxOverTime(Own(PrometheusMetrics.RemoteShardsMax), Minutes(5)),
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary =
                    "{{ $labels.pod }} needs {{ printf \"%.0f\" $value }} shards to keep up with remote write to {{ $labels.url }}, more than the maximum.",
                Meaning = "Remote write is about to fall behind.",
                Runbook = "Raise max_shards, or scrape fewer series.",
            },
        ];

    private static IEnumerable<Rule> Evaluation() =>
        [
            new AlertRule
            {
                Name = "PrometheusRuleFailures",
                Expression = Increase(Own(PrometheusMetrics.RuleFailures), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Critical,
                Summary = "{{ $labels.pod }} fails to evaluate rules of {{ $labels.rule_group }}.",
                Meaning = "Alerts of this group do not fire.",
                Runbook = "Read the group's error in Prometheus under Status, Rule health.",
            },
            new AlertRule
            {
                Name = "PrometheusMissingRuleEvaluations",
                Expression = Increase(Own(PrometheusMetrics.GroupIterationsMissed), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} misses evaluations of {{ $labels.rule_group }}.",
                Meaning = "Alerts of this group fire late.",
                Runbook = "Evaluation takes longer than the interval: give Prometheus more CPU, or simplify the expressions.",
            },
            new AlertRule
            {
                Name = "PrometheusHighQueryLoad",
                Expression = QueryLoad() > 0.8,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} runs close to its maximum of concurrent queries.",
                Meaning = "Dashboards and rules are slow, because queries are queued.",
                Runbook = "Find the expensive queries, and replace them with recording rules.",
            },
        ];

    private static IEnumerable<Rule> Scraping() =>
        [
            new AlertRule
            {
                Name = "PrometheusTargetLimitHit",
                Expression = Increase(Own(PrometheusMetrics.TargetLimitExceeded), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} drops targets that exceed the target limit.",
                Meaning = "Some targets are not monitored.",
                Runbook = "Raise the limit of the job, or narrow its discovery.",
            },
            new AlertRule
            {
                Name = "PrometheusLabelLimitHit",
                Expression = Increase(Own(PrometheusMetrics.LabelLimitExceeded), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} drops targets that exceed the label limits.",
                Meaning = "Some targets are not monitored.",
                Runbook = "Find the target whose labels are too many or too long.",
            },
            new AlertRule
            {
                Name = "PrometheusScrapeBodySizeLimitHit",
                Expression = Increase(Own(PrometheusMetrics.BodyLimitExceeded), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} rejects scrapes that exceed the body size limit.",
                Meaning = "Some targets are not monitored.",
                Runbook = "Find the target whose metrics have grown; the usual cause is a label with unbounded values.",
            },
            new AlertRule
            {
                Name = "PrometheusScrapeSampleLimitHit",
                Expression = Increase(Own(PrometheusMetrics.SampleLimitExceeded), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} rejects scrapes that exceed the sample limit.",
                Meaning = "Some targets are not monitored.",
                Runbook = "Find the target whose metrics have grown; the usual cause is a label with unbounded values.",
            },
            new AlertRule
            {
                Name = "PrometheusTargetSyncFailure",
                Expression = Increase(Own(PrometheusMetrics.SyncFailed), Minutes(30)) > 0,
                For = Minutes(5),
                Severity = Severity.Critical,
                Summary = "{{ $labels.pod }} cannot update the targets of {{ $labels.scrape_job }}.",
                Meaning = "Discovery returns invalid addresses or labels.",
                Runbook = "Find the invalid target in the pod's log.",
            },
        ];

    /// <summary>The running queries as a share of the maximum.</summary>
    private static PromExpr QueryLoad() =>
        AvgOverTime(Own(PrometheusMetrics.Queries), Minutes(5)) / MaxOverTime(Own(PrometheusMetrics.QueriesMax), Minutes(5));

    private static PromExpr FailedNotifications() =>
        Rate(Own(PrometheusMetrics.NotificationErrors), Minutes(5)) / Rate(Own(PrometheusMetrics.NotificationsSent), Minutes(5));

    private static PromExpr FailedRemoteSamples() =>
        Rate(Own(PrometheusMetrics.RemoteSamplesFailed), Minutes(5)) / Rate(Own(PrometheusMetrics.RemoteSamples), Minutes(5));

    private static SeriesSelector Own(string metric) => Series(metric, Is("job", "prometheus"));
}
