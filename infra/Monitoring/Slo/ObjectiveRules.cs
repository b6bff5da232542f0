using System.Globalization;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Slo;

/// <summary>Recordings of the objectives' error ratios and error budgets, and alerts on their burn rates.</summary>
internal static class ObjectiveRules
{
    /// <summary>The remaining share of the error budget: one at most, negative once the objective is missed.</summary>
    public const string BudgetLeft = "slo:error_budget_remaining:ratio";

    /// <summary>The target, for dashboards.</summary>
    public const string Objective = "slo:objective:ratio";

    public static IEnumerable<RuleGroup> GroupsFor(WatchedService service, MonitoringPlan plan) =>
        ServiceObjective.Find(service).Select(Group);

    /// <summary>The recorded metric of the share of bad requests over a window.</summary>
    public static string ErrorRatioName(TimeSpan window) => $"slo:errors:ratio_rate{Duration.Format(window)}";

    private static RuleGroup Group(ServiceObjective objective) =>
        new(
            $"slo-{objective.Service.Name}-{objective.Name}",
            [
                .. BurnRate.Windows.Select(window => new RecordingRule
                {
                    Name = ErrorRatioName(window),
                    Expression = objective.ErrorRatio(window),
                    Labels = objective.Labels,
                }),
                new RecordingRule
                {
                    Name = Objective,
                    Expression = Vector(objective.Target),
                    Labels = objective.Labels,
                },
                // An average of five-minute ratios: a rate over the whole window would read a month of samples at every evaluation.
                new RecordingRule
                {
                    Name = BudgetLeft,
                    Expression = 1 - AvgOverTime(Own(objective, Minutes(5)), objective.Window) / objective.Budget,
                    Labels = objective.Labels,
                },
                .. BurnRate.All.Where(rate => rate.Factor * objective.Budget < 1).Select(rate => Burning(objective, rate)),
            ]
        );

    private static AlertRule Burning(ServiceObjective objective, BurnRate rate)
    {
        var threshold = rate.Factor * objective.Budget;
        var factor = rate.Factor.ToString(CultureInfo.InvariantCulture);
        var target = (objective.Target * 100).ToString("0.####", CultureInfo.InvariantCulture);
        var share = (rate.BudgetShare(objective.Window) * 100).ToString("0.#", CultureInfo.InvariantCulture);
        var (window, duration) = (Duration.Format(objective.Window), Duration.Format(rate.Long));
        return new AlertRule
        {
            Name = "ServiceErrorBudgetBurn",
            Expression = (Own(objective, rate.Long) > threshold).And(Own(objective, rate.Short) > threshold),
            For = rate.For,
            Severity = rate.Severity,
            Summary =
                $"{objective.Service.Name} burns the error budget of its objective of {target} % {objective.Name} at {factor} times the allowed rate.",
            Meaning = $"At this rate {share} % of the error budget of {window} is consumed in {duration}.",
            Runbook =
                objective.Name == ServiceObjective.Latency
                    ? "Find on the service's dashboard when requests became slow, and whether a rollout, an increase of load or a slow service it calls coincides."
                    : "Find on the service's dashboard when requests began to fail, and whether a rollout or the failure of a service it calls coincides; roll back a faulty rollout.",
            Labels = rate.AddWindows(objective.Labels),
        };
    }

    private static SeriesSelector Own(ServiceObjective objective, TimeSpan window) =>
        Series(
            ErrorRatioName(window),
            Is("namespace", objective.Service.Namespace),
            Is("service", objective.Service.Name),
            Is("slo", objective.Name)
        );
}
