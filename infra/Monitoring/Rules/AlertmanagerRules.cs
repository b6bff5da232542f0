using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Whether Alertmanager can tell anyone.</summary>
internal static class AlertmanagerRules
{
    private const string CriticalIntegrations = "pagerduty|webhook";

    public static RuleGroup Group() => RuleGroup.Of(
        "alertmanager",
        Alert("AlertmanagerFailedReload", MaxOverTime(Own(AlertmanagerMetrics.ConfigReloadSuccess), Minutes(5)).EqualTo(0), 10, Severity.Critical,
            "{{ $labels.pod }} cannot read its configuration.",
            "It goes on with the configuration it had, or does not start.",
            "Check the Secret alertmanager with amtool check-config."),
        Alert("AlertmanagerMembersInconsistent",
            MaxOverTime(Own(AlertmanagerMetrics.ClusterMembers), Minutes(5)).LessThan(Count(MaxOverTime(Own(AlertmanagerMetrics.ClusterMembers), Minutes(5)), "job", "namespace"), On("job", "namespace").GroupLeft()), 15, Severity.Critical,
            "{{ $labels.pod }} has found {{ $value }} members of its cluster only.",
            "Members that do not know each other tell people twice.",
            "Look at the NetworkPolicy for port 9094 and at the pods' logs."),
        Alert("AlertmanagerFailedToSendAlerts", Failed() > 0.01, 5, Severity.Warning,
            "{{ $labels.pod }} fails to tell {{ $value | humanizePercentage }} by {{ $labels.integration }}.",
            "Its peers may still succeed.",
            "Read the pod's log; check the receiver's address and credentials."),
        Alert("AlertmanagerClusterFailedToSendAlerts", Min(Failed(Like("integration", CriticalIntegrations)), "job", "namespace", "integration") > 0.01, 5, Severity.Critical,
            "No Alertmanager can tell by {{ $labels.integration }}.",
            "People on call are not told.",
            "Check the receiver's address and credentials, and whether the pods reach it."),
        Alert("AlertmanagerClusterFailedToSendAlerts", Min(Failed(Unlike("integration", CriticalIntegrations)), "job", "namespace", "integration") > 0.01, 5, Severity.Warning,
            "No Alertmanager can tell by {{ $labels.integration }}.",
            "Some people are not told.",
            "Check the receiver's address and credentials, and whether the pods reach it."),
        Alert("AlertmanagerConfigInconsistent",
            Count(CountValues("config_hash", Own(AlertmanagerMetrics.ConfigHash), "job", "namespace"), "job", "namespace").NotEqualTo(1), 20, Severity.Critical,
            "The Alertmanagers of {{ $labels.namespace }} have different configurations.",
            "Whether people are told depends on which of them hears first.",
            "See whether a rollout is stuck."),
        Alert("AlertmanagerClusterDown",
            (Count(AvgOverTime(Series(TargetMetrics.Up, Is("job", "alertmanager")), Minutes(5)) < 0.5, "job", "namespace")
                / Count(Series(TargetMetrics.Up, Is("job", "alertmanager")), "job", "namespace")) >= 0.5, 5, Severity.Critical,
            "{{ $value | humanizePercentage }} of the Alertmanagers of {{ $labels.namespace }} are down.",
            "One more, and nobody is told of anything.",
            "Look at the pods and their events."),
        Alert("AlertmanagerClusterCrashlooping",
            (Count(Changes(Own(ProcessMetrics.StartTime), Minutes(10)) > 4, "job", "namespace")
                / Count(Series(TargetMetrics.Up, Is("job", "alertmanager")), "job", "namespace")) >= 0.5, 5, Severity.Critical,
            "{{ $value | humanizePercentage }} of the Alertmanagers of {{ $labels.namespace }} restart again and again.",
            "People are told late, twice or not at all.",
            "Read the log of the container that ended."));

    private static PromExpr Failed(params ReadOnlySpan<LabelMatcher> integration)
    {
        LabelMatcher[] own = [Is("job", "alertmanager"), .. integration];

        // Failures are counted by their reason, successes have none.
        return Sum(Rate(Series(AlertmanagerMetrics.NotificationsFailed, own), Minutes(15)), "job", "namespace", "pod", "integration")
            / Sum(Rate(Series(AlertmanagerMetrics.Notifications, own), Minutes(15)), "job", "namespace", "pod", "integration");
    }

    private static SeriesSelector Own(string metric) => Series(metric, Is("job", "alertmanager"));

    private static AlertRule Alert(string name, PromExpr expression, int minutes, Severity severity, string summary, string meaning, string runbook) =>
        new(name, expression) { For = Minutes(minutes), Severity = severity, Summary = summary, Meaning = meaning, Runbook = runbook };
}
