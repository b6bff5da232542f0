using System.Globalization;
using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Monitoring.Rules;
using Infra.Backend.Settings.Values;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Slo;

/// <summary>What a service's promises become: series of how they are kept, and alerts when they are being broken too fast.</summary>
internal static class ObjectiveRules
{
    /// <summary>The share of the error budget that is left, from one down to less than nothing.</summary>
    public const string BudgetLeft = "slo:error_budget_remaining:ratio";

    /// <summary>The promise itself, for dashboards.</summary>
    public const string Objective = "slo:objective:ratio";

    public static IEnumerable<RuleGroup> GroupsOf(WatchedService service) => ServiceObjective.Of(service).Select(GroupOf);

    /// <summary>The share of requests that break a promise, over a window.</summary>
    public static string ErrorRatioName(TimeSpan window) => $"slo:errors:ratio_rate{Duration.Format(window)}";

    private static RuleGroup GroupOf(ServiceObjective objective) => new(
        $"slo-{objective.Service.Name}-{objective.Name}",
        [
            .. BurnRate.Pairs.SelectMany(pair => new[] { pair.Long, pair.Short }).Distinct().Order()
                .Select(window => new RecordingRule(ErrorRatioName(window), objective.ErrorRatio(window)) { Labels = objective.Labels }),
            new RecordingRule(Objective, Vector(objective.Target)) { Labels = objective.Labels },

            // Over the whole window, from the average of five minutes each: counters over a month would be read anew at every evaluation.
            new RecordingRule(BudgetLeft, 1 - AvgOverTime(Own(objective, Minutes(5)), objective.Window) / objective.Budget) { Labels = objective.Labels },
            .. BurnRate.Pairs.Where(pair => pair.Factor * objective.Budget < 1).Select(pair => Burning(objective, pair)),
        ]);

    private static AlertRule Burning(ServiceObjective objective, BurnRate pair)
    {
        var threshold = pair.Factor * objective.Budget;
        var target = (objective.Target * 100).ToString("0.####", CultureInfo.InvariantCulture);
        var share = (pair.ShareOf(objective.Window) * 100).ToString("0.#", CultureInfo.InvariantCulture);
        return new AlertRule("ServiceErrorBudgetBurn", ((PromExpr)Own(objective, pair.Long) > threshold).And((PromExpr)Own(objective, pair.Short) > threshold))
        {
            For = pair.For,
            Severity = pair.Severity,
            Summary = $"{objective.Service.Name} breaks its objective of {target} % {objective.Name} {pair.Factor.ToString(CultureInfo.InvariantCulture)} times faster than it may.",
            Meaning = $"At this rate {share} % of the error budget of {Duration.Format(objective.Window)} are gone in {Duration.Format(pair.Long)}.",
            Runbook = objective.Name == "latency"
                ? "See on the service's dashboard since when requests are slow, and whether a rollout, more load or a service it calls began at that time."
                : "See on the service's dashboard since when requests fail, and whether a rollout or a service it calls began at that time; roll back if it was a rollout.",
            Labels = objective.Labels.Add("long", Duration.Format(pair.Long)).Add("short", Duration.Format(pair.Short)),
        };
    }

    private static SeriesSelector Own(ServiceObjective objective, TimeSpan window) =>
        Series(ErrorRatioName(window), Is("namespace", objective.Service.Namespace), Is("service", objective.Service.Name), Is("slo", objective.Name));
}
