using Infra.Backend.Monitoring.Promql;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>Whether alerting itself works.</summary>
internal static class GeneralRules
{
    public static RuleGroup Group() => RuleGroup.Of(
        "general",
        new AlertRule("TargetDown", TargetsDown())
        {
            For = Minutes(10),
            Severity = Severity.Warning,
            Summary = "{{ printf \"%.0f\" $value }} % of the targets of {{ $labels.job }} in {{ $labels.namespace }} cannot be read.",
            Meaning = "Measurements are missing, so alerts about these targets may stay silent.",
            Runbook = "Look at the target's error in Prometheus under Status, Targets; then at its pods and at the NetworkPolicy that lets Prometheus in.",
        },
        new AlertRule("Watchdog", Vector(1))
        {
            Severity = Severity.None,
            Summary = "Alerting works.",
            Meaning = "This alert always fires. Something outside that expects it notices when alerting has stopped.",
            Runbook = "Nothing while it fires. If it does not, look whether Prometheus and Alertmanager run and reach each other.",
        },
        new AlertRule("InfoInhibitor", InformationOnly())
        {
            Severity = Severity.None,
            Summary = "Only information is known of {{ $labels.namespace }}.",
            Meaning = "Silences alerts of severity info in namespaces where nothing worse fires.",
            Runbook = "Nothing; it is told to nobody.",
        });

    private static PromExpr TargetsDown() =>
        (100 * Count(((PromExpr)Series(TargetMetrics.Up)).EqualTo(0), "job", "namespace", "service")
            / Count(Series(TargetMetrics.Up), "job", "namespace", "service")) > 10;

    private static PromExpr InformationOnly() =>
        (Sum(Series(TargetMetrics.Alerts, Is("severity", "info"), Is("alertstate", "firing")), "namespace") > 0)
            .Unless(Sum(Series(TargetMetrics.Alerts, Like("severity", "warning|critical"), Is("alertstate", "firing"), Unlike("alertname", "Watchdog|InfoInhibitor")), "namespace") > 0);
}
