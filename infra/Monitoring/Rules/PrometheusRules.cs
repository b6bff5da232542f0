using Infra.Backend.Monitoring.Promql;
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
                Summary = "{{ $labels.pod }} cannot refresh its discovery of targets ({{ $labels.mechanism }}).",
                Meaning = "New targets are not found and those that are gone are still scraped.",
                Runbook = "Read the pod's log for the mechanism that fails.",
            },
            new AlertRule
            {
                Name = "PrometheusKubernetesListWatchFailures",
                Expression = Increase(Own(PrometheusMetrics.KubernetesDiscoveryFailures), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} fails to list or watch objects of Kubernetes.",
                Meaning = "Discovery of targets is out of date.",
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
                Summary = "The queue of alerts of {{ $labels.pod }} will be full within half an hour.",
                Meaning = "Alerts that do not fit are lost.",
                Runbook = "See whether Alertmanager answers, and how fast.",
            },
            new AlertRule
            {
                Name = "PrometheusErrorSendingAlertsToSomeAlertmanagers",
                Expression = 100 * FailedNotifications() > 1,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} fails to send {{ printf \"%.1f\" $value }} % of its alerts to {{ $labels.alertmanager }}.",
                Meaning = "One Alertmanager misses alerts; its peers may still have them.",
                Runbook = "Look at that Alertmanager's pod and log, and at the NetworkPolicy between the two.",
            },
            new AlertRule
            {
                Name = "PrometheusErrorSendingAlertsToAnyAlertmanager",
                Expression = Min(100 * FailedNotifications(), "job", "pod") > 3,
                For = Minutes(15),
                Severity = Severity.Critical,
                Summary = "{{ $labels.pod }} fails to send {{ printf \"%.1f\" $value }} % of its alerts to every Alertmanager.",
                Meaning = "No notifications are sent.",
                Runbook = "Look at the pods and logs of Alertmanager.",
            },
            new AlertRule
            {
                Name = "PrometheusNotConnectedToAlertmanagers",
                Expression = MaxOverTime(Own(PrometheusMetrics.AlertmanagersDiscovered), Minutes(5)) < 1,
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} knows no Alertmanager.",
                Meaning = "No notifications are sent.",
                Runbook = "Check the section alerting of the configuration and the Service of Alertmanager.",
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
                Summary = "{{ $labels.pod }} has failed to reload its blocks.",
                Meaning = "Old measurements may be missing from queries.",
                Runbook = "Read the pod's log; a damaged block has to be moved away.",
            },
            new AlertRule
            {
                Name = "PrometheusTSDBCompactionsFailing",
                Expression = Increase(Own(PrometheusMetrics.TsdbCompactionsFailed), Hours(3)) > 0,
                For = Hours(4),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} has failed to merge its blocks.",
                Meaning = "Memory and disk fill up.",
                Runbook = "See whether the volume is full; read the pod's log.",
            },
            new AlertRule
            {
                Name = "PrometheusNotIngestingSamples",
                Expression = SumWithout(Rate(Own(PrometheusMetrics.SamplesAppended), Minutes(5)), "type") <= 0,
                For = Minutes(10),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} stores nothing.",
                Meaning = "There are no new measurements, so no alert about anything fires.",
                Runbook = "Look at its targets; read the pod's log.",
            },
            new AlertRule
            {
                Name = "PrometheusDuplicateTimestamps",
                Expression = Rate(Own(PrometheusMetrics.DuplicateTimestamps), Minutes(5)) > 0,
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} drops duplicate samples.",
                Meaning = "Two targets claim to be the same.",
                Runbook = "The log names the target; give the two different labels.",
            },
            new AlertRule
            {
                Name = "PrometheusOutOfOrderTimestamps",
                Expression = Rate(Own(PrometheusMetrics.OutOfOrderTimestamps), Minutes(5)) > 0,
                For = Hours(1),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} drops samples that are out of order.",
                Meaning = "A target exposes timestamps that go backwards.",
                Runbook = "The log names the target; it should not expose timestamps.",
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
                Summary = "{{ $labels.pod }} fails to deliver {{ printf \"%.1f\" $value }} % of its measurements to {{ $labels.url }}.",
                Meaning = "Measurements are missing where they are kept.",
                Runbook = "Check the address and the token of the remote end, and read the pod's log.",
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
                Summary =
                    "{{ $labels.pod }} is {{ printf \"%.0f\" $value }} seconds behind in delivering measurements to {{ $labels.url }}.",
                Meaning = "What is seen there is old.",
                Runbook = "See how fast the remote end answers.",
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
                    "{{ $labels.pod }} would need {{ printf \"%.0f\" $value }} connections at once to keep up with {{ $labels.url }}.",
                Meaning = "Delivery is about to fall behind.",
                Runbook = "Allow more shards, or read fewer series.",
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
                Meaning = "Alerts of that group stay silent.",
                Runbook = "Read the error of the group in Prometheus under Status, Rules.",
            },
            new AlertRule
            {
                Name = "PrometheusMissingRuleEvaluations",
                Expression = Increase(Own(PrometheusMetrics.GroupIterationsMissed), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} skips evaluations of {{ $labels.rule_group }}.",
                Meaning = "Alerts of that group come late.",
                Runbook = "The group takes longer than its interval: give Prometheus more processor time, or make the expressions cheaper.",
            },
            new AlertRule
            {
                Name = "PrometheusHighQueryLoad",
                Expression = QueryLoad() > 0.8,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} evaluates almost as many queries at once as it can.",
                Meaning = "Dashboards and rules wait for each other.",
                Runbook = "Find the expensive dashboard; make a recording rule of its expression.",
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
                Summary = "{{ $labels.pod }} leaves out targets because there are more than its limit.",
                Meaning = "Some targets are not monitored.",
                Runbook = "Raise the limit of the job, or narrow its discovery.",
            },
            new AlertRule
            {
                Name = "PrometheusLabelLimitHit",
                Expression = Increase(Own(PrometheusMetrics.LabelLimitExceeded), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} leaves out targets because of their labels.",
                Meaning = "Some targets are not monitored.",
                Runbook = "Find the target with too many or too long labels.",
            },
            new AlertRule
            {
                Name = "PrometheusScrapeBodySizeLimitHit",
                Expression = Increase(Own(PrometheusMetrics.BodyLimitExceeded), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} drops answers that are too large.",
                Meaning = "Some targets are not monitored.",
                Runbook = "Find the target that has begun to offer more; a label with unbounded values is the usual cause.",
            },
            new AlertRule
            {
                Name = "PrometheusScrapeSampleLimitHit",
                Expression = Increase(Own(PrometheusMetrics.SampleLimitExceeded), Minutes(5)) > 0,
                For = Minutes(15),
                Severity = Severity.Warning,
                Summary = "{{ $labels.pod }} drops answers with too many measurements.",
                Meaning = "Some targets are not monitored.",
                Runbook = "Find the target that has begun to offer more; a label with unbounded values is the usual cause.",
            },
            new AlertRule
            {
                Name = "PrometheusTargetSyncFailure",
                Expression = Increase(Own(PrometheusMetrics.SyncFailed), Minutes(30)) > 0,
                For = Minutes(5),
                Severity = Severity.Critical,
                Summary = "{{ $labels.pod }} cannot update the targets of {{ $labels.scrape_job }}.",
                Meaning = "Their discovery gives addresses or labels that are not valid.",
                Runbook = "Read the pod's log for the target that is refused.",
            },
        ];

    /// <summary>The share of the allowed concurrent queries that run.</summary>
    private static PromExpr QueryLoad() =>
        AvgOverTime(Own(PrometheusMetrics.Queries), Minutes(5)) / MaxOverTime(Own(PrometheusMetrics.QueriesMax), Minutes(5));

    private static PromExpr FailedNotifications() =>
        Rate(Own(PrometheusMetrics.NotificationErrors), Minutes(5)) / Rate(Own(PrometheusMetrics.NotificationsSent), Minutes(5));

    private static PromExpr FailedRemoteSamples() =>
        Rate(Own(PrometheusMetrics.RemoteSamplesFailed), Minutes(5)) / Rate(Own(PrometheusMetrics.RemoteSamples), Minutes(5));

    private static SeriesSelector Own(string metric) => Series(metric, Is("job", "prometheus"));
}
