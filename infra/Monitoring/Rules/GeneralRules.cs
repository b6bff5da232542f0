using Infra.Backend.Monitoring.Promql;
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
                        "{{ printf \"%.0f\" $value }} % of the targets of {{ $labels.job }} in {{ $labels.namespace }} cannot be read.",
                    Meaning = "Measurements are missing, so alerts about these targets may stay silent.",
                    Runbook =
                        "Look at the target's error in Prometheus under Status, Targets; then at its pods and at the NetworkPolicy that lets Prometheus in.",
                },
                new AlertRule
                {
                    Name = "Watchdog",
                    Expression = Vector(1),
                    Severity = Severity.None,
                    Summary = "Alerting works.",
                    Meaning = "This alert always fires. Something outside that expects it notices when alerting has stopped.",
                    Runbook = "Nothing while it fires. If it does not, look whether Prometheus and Alertmanager run and reach each other.",
                },
                new AlertRule
                {
                    Name = "InfoInhibitor",
                    Expression = InformationOnly(),
                    Severity = Severity.None,
                    Summary = "Only informational alerts fire in {{ $labels.namespace }}.",
                    Meaning = "Silences alerts of severity info in namespaces where nothing worse fires.",
                    Runbook = "Nothing; it is not sent to anyone.",
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
