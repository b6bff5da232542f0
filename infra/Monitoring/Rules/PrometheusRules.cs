using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Whether Prometheus reads, keeps, evaluates and tells.</summary>
internal static class PrometheusRules
{
    public static RuleGroup Group() => new("prometheus", [.. Configuration(), .. Notifications(), .. Storage(), .. RemoteWriting(), .. Evaluation(), .. Scraping()]);

    private static IEnumerable<Rule> Configuration() =>
    [
        Alert("PrometheusBadConfig", MaxOverTime(Own(PrometheusMetrics.ConfigReloadSuccess), Minutes(5)).EqualTo(0), 10, Severity.Critical,
            "{{ $labels.pod }} cannot read its configuration.",
            "Prometheus goes on with the configuration it had; new services are not watched.",
            "Read the error in the pod's log; check the ConfigMap prometheus with promtool check config."),
        Alert("PrometheusSDRefreshFailure", Increase(Own(PrometheusMetrics.DiscoveryFailures), Minutes(10)) > 0, 20, Severity.Warning,
            "{{ $labels.pod }} cannot refresh its discovery of targets ({{ $labels.mechanism }}).",
            "New targets are not found and those that are gone are still asked.",
            "Read the pod's log for the mechanism that fails."),
        Alert("PrometheusKubernetesListWatchFailures", Increase(Own(PrometheusMetrics.KubernetesDiscoveryFailures), Minutes(5)) > 0, 15, Severity.Warning,
            "{{ $labels.pod }} fails to list or watch objects of Kubernetes.",
            "Discovery of targets is out of date.",
            "Check the ClusterRole of Prometheus and whether the API server is well."),
    ];

    private static IEnumerable<Rule> Notifications() =>
    [
        Alert("PrometheusNotificationQueueRunningFull",
            Predict(Own(PrometheusMetrics.NotificationQueueLength), Minutes(5), Minutes(30)) > MinOverTime(Own(PrometheusMetrics.NotificationQueueCapacity), Minutes(5)), 15, Severity.Warning,
            "The queue of alerts of {{ $labels.pod }} will be full within half an hour.",
            "Alerts that do not fit are lost.",
            "See whether Alertmanager answers, and how fast."),
        Alert("PrometheusErrorSendingAlertsToSomeAlertmanagers", 100 * FailedNotifications() > 1, 15, Severity.Warning,
            "{{ $labels.pod }} fails to send {{ printf \"%.1f\" $value }} % of its alerts to {{ $labels.alertmanager }}.",
            "One Alertmanager misses alerts; its peers may still have them.",
            "Look at that Alertmanager's pod and log, and at the NetworkPolicy between the two."),
        Alert("PrometheusErrorSendingAlertsToAnyAlertmanager", Min(100 * FailedNotifications(), "job", "pod") > 3, 15, Severity.Critical,
            "{{ $labels.pod }} fails to send {{ printf \"%.1f\" $value }} % of its alerts to every Alertmanager.",
            "Nobody is told of alerts.",
            "Look at the pods and logs of Alertmanager."),
        Alert("PrometheusNotConnectedToAlertmanagers", MaxOverTime(Own(PrometheusMetrics.AlertmanagersDiscovered), Minutes(5)) < 1, 10, Severity.Warning,
            "{{ $labels.pod }} knows no Alertmanager.",
            "Nobody is told of alerts.",
            "Check the section alerting of the configuration and the Service of Alertmanager."),
    ];

    private static IEnumerable<Rule> Storage() =>
    [
        Alert("PrometheusTSDBReloadsFailing", Increase(Own(PrometheusMetrics.TsdbReloadFailures), Hours(3)) > 0, 240, Severity.Warning,
            "{{ $labels.pod }} has failed to reload its blocks.",
            "Old measurements may be missing from queries.",
            "Read the pod's log; a damaged block has to be moved away."),
        Alert("PrometheusTSDBCompactionsFailing", Increase(Own(PrometheusMetrics.TsdbCompactionsFailed), Hours(3)) > 0, 240, Severity.Warning,
            "{{ $labels.pod }} has failed to merge its blocks.",
            "Memory and disk fill up.",
            "See whether the volume is full; read the pod's log."),
        Alert("PrometheusNotIngestingSamples", SumWithout(Rate(Own(PrometheusMetrics.SamplesAppended), Minutes(5)), "type") <= 0, 10, Severity.Warning,
            "{{ $labels.pod }} stores nothing.",
            "There are no new measurements, so no alert about anything fires.",
            "Look at its targets; read the pod's log."),
        Alert("PrometheusDuplicateTimestamps", Rate(Own(PrometheusMetrics.DuplicateTimestamps), Minutes(5)) > 0, 60, Severity.Warning,
            "{{ $labels.pod }} drops measurements that come twice.",
            "Two targets claim to be the same.",
            "The log names the target; give the two different labels."),
        Alert("PrometheusOutOfOrderTimestamps", Rate(Own(PrometheusMetrics.OutOfOrderTimestamps), Minutes(5)) > 0, 60, Severity.Warning,
            "{{ $labels.pod }} drops measurements that come too late.",
            "A target gives times of its own that run backwards.",
            "The log names the target; it should leave times out."),
    ];

    private static IEnumerable<Rule> RemoteWriting() =>
    [
        Alert("PrometheusRemoteStorageFailures", 100 * FailedRemoteSamples() > 1, 15, Severity.Critical,
            "{{ $labels.pod }} fails to deliver {{ printf \"%.1f\" $value }} % of its measurements to {{ $labels.url }}.",
            "Measurements are missing where they are kept.",
            "Check the address and the token of the remote end, and read the pod's log."),
        Alert("PrometheusRemoteWriteBehind",
            MaxOverTime(Own(PrometheusMetrics.RemoteHighestIn), Minutes(5)).Minus(MaxOverTime(Own(PrometheusMetrics.RemoteHighestSent), Minutes(5)), Ignoring("remote_name", "url").GroupRight()) > 120, 15, Severity.Critical,
            "{{ $labels.pod }} is {{ printf \"%.0f\" $value }} seconds behind in delivering measurements to {{ $labels.url }}.",
            "What is seen there is old.",
            "See how fast the remote end answers."),
        Alert("PrometheusRemoteWriteDesiredShards",
            MaxOverTime(Own(PrometheusMetrics.RemoteShardsDesired), Minutes(5)) > MaxOverTime(Own(PrometheusMetrics.RemoteShardsMax), Minutes(5)), 15, Severity.Warning,
            "{{ $labels.pod }} would need {{ printf \"%.0f\" $value }} connections at once to keep up with {{ $labels.url }}.",
            "Delivery is about to fall behind.",
            "Allow more shards, or read fewer series."),
    ];

    private static IEnumerable<Rule> Evaluation() =>
    [
        Alert("PrometheusRuleFailures", Increase(Own(PrometheusMetrics.RuleFailures), Minutes(5)) > 0, 15, Severity.Critical,
            "{{ $labels.pod }} fails to evaluate rules of {{ $labels.rule_group }}.",
            "Alerts of that group stay silent.",
            "Read the error of the group in Prometheus under Status, Rules."),
        Alert("PrometheusMissingRuleEvaluations", Increase(Own(PrometheusMetrics.GroupIterationsMissed), Minutes(5)) > 0, 15, Severity.Warning,
            "{{ $labels.pod }} skips evaluations of {{ $labels.rule_group }}.",
            "Alerts of that group come late.",
            "The group takes longer than its interval: give Prometheus more processor time, or make the expressions cheaper."),
        Alert("PrometheusHighQueryLoad",
            (AvgOverTime(Own(PrometheusMetrics.Queries), Minutes(5)) / MaxOverTime(Own(PrometheusMetrics.QueriesMax), Minutes(5))) > 0.8, 15, Severity.Warning,
            "{{ $labels.pod }} evaluates almost as many queries at once as it can.",
            "Dashboards and rules wait for each other.",
            "Find the expensive dashboard; make a recording rule of its expression."),
    ];

    private static IEnumerable<Rule> Scraping() =>
    [
        Alert("PrometheusTargetLimitHit", Increase(Own(PrometheusMetrics.TargetLimitExceeded), Minutes(5)) > 0, 15, Severity.Warning,
            "{{ $labels.pod }} leaves out targets because there are more than its limit.",
            "Some targets are not watched.",
            "Raise the limit of the job, or narrow its discovery."),
        Alert("PrometheusLabelLimitHit", Increase(Own(PrometheusMetrics.LabelLimitExceeded), Minutes(5)) > 0, 15, Severity.Warning,
            "{{ $labels.pod }} leaves out targets because of their labels.",
            "Some targets are not watched.",
            "Find the target with too many or too long labels."),
        Alert("PrometheusScrapeBodySizeLimitHit", Increase(Own(PrometheusMetrics.BodyLimitExceeded), Minutes(5)) > 0, 15, Severity.Warning,
            "{{ $labels.pod }} drops answers that are too large.",
            "Some targets are not watched.",
            "Find the target that has begun to offer more; a label with unbounded values is the usual cause."),
        Alert("PrometheusScrapeSampleLimitHit", Increase(Own(PrometheusMetrics.SampleLimitExceeded), Minutes(5)) > 0, 15, Severity.Warning,
            "{{ $labels.pod }} drops answers with too many measurements.",
            "Some targets are not watched.",
            "Find the target that has begun to offer more; a label with unbounded values is the usual cause."),
        Alert("PrometheusTargetSyncFailure", Increase(Own(PrometheusMetrics.SyncFailed), Minutes(30)) > 0, 5, Severity.Critical,
            "{{ $labels.pod }} cannot take over targets of {{ $labels.scrape_job }}.",
            "Their discovery gives addresses or labels that are not valid.",
            "Read the pod's log for the target that is refused."),
    ];

    private static PromExpr FailedNotifications() =>
        Rate(Own(PrometheusMetrics.NotificationErrors), Minutes(5)) / Rate(Own(PrometheusMetrics.NotificationsSent), Minutes(5));

    private static PromExpr FailedRemoteSamples() =>
        Rate(Own(PrometheusMetrics.RemoteSamplesFailed), Minutes(5)) / Rate(Own(PrometheusMetrics.RemoteSamples), Minutes(5));

    private static SeriesSelector Own(string metric) => Series(metric, Is("job", "prometheus"));

    private static AlertRule Alert(string name, PromExpr expression, int minutes, Severity severity, string summary, string meaning, string runbook) =>
        new(name, expression) { For = Minutes(minutes), Severity = severity, Summary = summary, Meaning = meaning, Runbook = runbook };
}
