using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on Alertmanager: its configuration, its cluster and its notifications.</summary>
internal static class AlertmanagerRules
{
    private const string CriticalIntegrations = "pagerduty|webhook";

    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) => plan.HasAlertmanager ? [Group()] : [];

    private static RuleGroup Group() =>
        new(
            "alertmanager",
            [
                new AlertRule
                {
                    Name = "AlertmanagerFailedReload",
                    Expression = MaxOverTime(Own(AlertmanagerMetrics.ConfigReloadSuccess), Minutes(5)).EqualTo(0),
                    For = Minutes(10),
                    Severity = Severity.Critical,
                    Summary = "{{ $labels.pod }} cannot read its configuration.",
                    Meaning = "Alertmanager keeps its previous configuration, or does not start.",
                    Runbook = "Check the Secret alertmanager with amtool check-config.",
                },
                new AlertRule
                {
                    Name = "AlertmanagerMembersInconsistent",
                    Expression = MaxOverTime(Own(AlertmanagerMetrics.ClusterMembers), Minutes(5))
                        .LessThan(
                            Count(MaxOverTime(Own(AlertmanagerMetrics.ClusterMembers), Minutes(5)), "job", "namespace"),
                            On("job", "namespace").GroupLeft()
                        ),
                    For = Minutes(15),
                    Severity = Severity.Critical,
                    Summary = "{{ $labels.pod }} has discovered only {{ $value }} members of its cluster.",
                    Meaning = "Members that have not discovered each other send duplicate notifications.",
                    Runbook = "Check the NetworkPolicy for port 9094 and the logs of the pods.",
                },
                new AlertRule
                {
                    Name = "AlertmanagerFailedToSendAlerts",
                    Expression = Failed() > 0.01,
                    For = Minutes(5),
                    Severity = Severity.Warning,
                    Summary =
                        "{{ $labels.pod }} fails to send {{ $value | humanizePercentage }} of its notifications by {{ $labels.integration }}.",
                    Meaning = "Its peers may still succeed.",
                    Runbook = "Read the pod's log; check the receiver's address and credentials.",
                },
                new AlertRule
                {
                    Name = "AlertmanagerClusterFailedToSendAlerts",
                    Expression = Min(Failed(Like("integration", CriticalIntegrations)), "job", "namespace", "integration") > 0.01,
                    For = Minutes(5),
                    Severity = Severity.Critical,
                    Summary = "No Alertmanager can send notifications by {{ $labels.integration }}.",
                    Meaning = "The on-call receivers are not notified.",
                    Runbook = "Check the receiver's address and credentials, and whether the pods can reach it.",
                },
                new AlertRule
                {
                    Name = "AlertmanagerClusterFailedToSendAlerts",
                    Expression = Min(Failed(Unlike("integration", CriticalIntegrations)), "job", "namespace", "integration") > 0.01,
                    For = Minutes(5),
                    Severity = Severity.Warning,
                    Summary = "No Alertmanager can send notifications by {{ $labels.integration }}.",
                    Meaning = "Some receivers are not notified.",
                    Runbook = "Check the receiver's address and credentials, and whether the pods can reach it.",
                },
                new AlertRule
                {
                    Name = "AlertmanagerConfigInconsistent",
                    Expression = Count(
                            CountValues("config_hash", Own(AlertmanagerMetrics.ConfigHash), "job", "namespace"),
                            "job",
                            "namespace"
                        )
                        .NotEqualTo(1),
                    For = Minutes(20),
                    Severity = Severity.Critical,
                    Summary = "The Alertmanagers of {{ $labels.namespace }} have different configurations.",
                    Meaning = "Notifications depend on which of them handles an alert.",
                    Runbook = "Check whether a rollout is stuck.",
                },
                new AlertRule
                {
                    Name = "AlertmanagerClusterDown",
                    Expression =
                        (
                            Count(AvgOverTime(Series(TargetMetrics.Up, Is("job", "alertmanager")), Minutes(5)) < 0.5, "job", "namespace")
                            / Count(Series(TargetMetrics.Up, Is("job", "alertmanager")), "job", "namespace")
                        ) >= 0.5,
                    For = Minutes(5),
                    Severity = Severity.Critical,
                    Summary = "{{ $value | humanizePercentage }} of the Alertmanagers of {{ $labels.namespace }} are down.",
                    Meaning = "If one more fails, no notifications are sent.",
                    Runbook = "Check the pods and their events.",
                },
                new AlertRule
                {
                    Name = "AlertmanagerClusterCrashlooping",
                    Expression =
                        (
                            Count(Changes(Own(ProcessMetrics.StartTime), Minutes(10)) > 4, "job", "namespace")
                            / Count(Series(TargetMetrics.Up, Is("job", "alertmanager")), "job", "namespace")
                        ) >= 0.5,
                    For = Minutes(5),
                    Severity = Severity.Critical,
                    Summary = "{{ $value | humanizePercentage }} of the Alertmanagers of {{ $labels.namespace }} are in a restart loop.",
                    Meaning = "Notifications are late, duplicated or lost.",
                    Runbook = "Read the log of the terminated container (kubectl logs --previous).",
                },
            ]
        );

    private static PromExpr Failed(params ReadOnlySpan<LabelMatcher> integration)
    {
        LabelMatcher[] own = [Is("job", "alertmanager"), .. integration];

        // Only the counter of failures has the label "reason", so both are summed without it.
        return Sum(Rate(Series(AlertmanagerMetrics.NotificationsFailed, own), Minutes(15)), "job", "namespace", "pod", "integration")
            / Sum(Rate(Series(AlertmanagerMetrics.Notifications, own), Minutes(15)), "job", "namespace", "pod", "integration");
    }

    private static SeriesSelector Own(string metric) => Series(metric, Is("job", "alertmanager"));
}
