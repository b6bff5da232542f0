using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Alerts on scraping and on the alerting pipeline itself.</summary>
internal static class GeneralRules
{
    public static IEnumerable<RuleGroup> GroupsFor(MonitoringPlan plan) => [Group()];

    private static RuleGroup Group() =>
        new(
            "general",
            [
                new AlertRule
                {
                    Name = "TargetDown",
                    Expression = TargetsDown(),
                    For = Minutes(10),
                    Severity = Severity.Warning,
                    Summary =
                        "{{ printf \"%.0f\" $value }} % of the targets of {{ $labels.job }} in {{ $labels.namespace }} cannot be scraped.",
                    Meaning = "Samples are missing, so alerts on these targets may not fire.",
                    Runbook =
                        "Read the target's error in Prometheus under Status, Target health; check its pods and the NetworkPolicy that admits Prometheus.",
                },
                new AlertRule
                {
                    Name = "Watchdog",
                    Expression = Vector(1),
                    Severity = Severity.None,
                    Summary = "Alerting works.",
                    Meaning = "This alert always fires, so that an external service can detect when it no longer arrives.",
                    Runbook =
                        "No action while it fires. Otherwise check that Prometheus and Alertmanager are running and can connect to each other.",
                },
                new AlertRule
                {
                    Name = "InfoInhibitor",
                    Expression = InformationOnly(),
                    Severity = Severity.None,
                    Summary = "Only informational alerts fire in {{ $labels.namespace }}.",
                    Meaning = "It inhibits alerts of severity info in namespaces without other alerts.",
                    Runbook = "No action; no receiver is notified.",
                },
            ]
        );

    private static PromExpr TargetsDown() =>
        (
            100
            * Count(Series(TargetMetrics.Up).EqualTo(0), "job", "namespace", "service")
            / Count(Series(TargetMetrics.Up), "job", "namespace", "service")
        ) > 10;

    private static PromExpr InformationOnly() =>
        Firing(Is("severity", "info"), Is("alertstate", "firing"))
            .Unless(
                Firing(Like("severity", "warning|critical"), Is("alertstate", "firing"), Unlike("alertname", "Watchdog|InfoInhibitor"))
            );

    private static PromExpr Firing(params ReadOnlySpan<LabelMatcher> alerts) => Sum(Series(TargetMetrics.Alerts, alerts), "namespace") > 0;
}
