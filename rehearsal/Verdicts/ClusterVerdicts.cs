using System.Globalization;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Verdicts;

/// <summary>Judges what the cluster does.</summary>
internal static class ClusterVerdicts
{
    /// <summary>Judges how soon a failed pod receives no more requests.</summary>
    public static ExpectationResult Judge(DetectionExpectation expectation, Observations observations)
    {
        var found = Find(observations, expectation.Service)?.LongestDetection;
        var length = found is null ? TimeSpan.Zero : found.Undetected.Until - found.Undetected.From;
        var result = new ExpectationResult
        {
            Subject = expectation.Service,
            Name = "detection",
            Outcome = ExpectationOutcome.Unknown,
            Figure = found is null ? "" : Figures.Duration(length),
            Limit = $"≤ {Limits.Time(expectation.Within)}",
            Source = expectation.Source,
        };
        return found is null ? result with { Cause = "no node with its pods was lost" }
            : length <= expectation.Within && !found.IsOver ? result with { Cause = "the rehearsal ends before the loss is noticed" }
            : length <= expectation.Within ? result with { Outcome = ExpectationOutcome.Held }
            : result with
            {
                Outcome = ExpectationOutcome.Failed,
                Periods = [found.Undetected],
                Cause = found.Balancer is { } balancer
                    ? $"the health checks of the load balancer before it notice a lost pod after {Figures.Duration(balancer)}"
                    : "its pods on a lost node stay endpoints until the cluster notices that the node is silent, about 50 s later; "
                        + "no load balancer with health checks of its own is before it",
            };
    }

    /// <summary>Judges the number of ready pods.</summary>
    public static ExpectationResult Judge(MinimumExpectation expectation, Observations observations, CauseFinder causes)
    {
        var changes = Find(observations, expectation.Service)?.ReadyChanges ?? [];
        var result = new ExpectationResult
        {
            Subject = expectation.Service,
            Name = "ready pods",
            Outcome = ExpectationOutcome.Unknown,
            Figure = "",
            Limit = $"≥ {expectation.Pods.ToString(CultureInfo.InvariantCulture)}",
            Source = expectation.Source,
        };
        if (changes.Count == 0)
        {
            return result with { Cause = "its pods were not observed" };
        }

        var least = changes.Min(change => change.Ready);
        result = result with { Figure = least.ToString(CultureInfo.InvariantCulture) };
        if (least >= expectation.Pods)
        {
            return result with { Outcome = ExpectationOutcome.Held };
        }

        var shortages = new List<Period>();
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i].Ready < expectation.Pods)
            {
                shortages.Add(new Period(changes[i].At, i + 1 < changes.Count ? changes[i + 1].At : observations.Reached));
            }
        }

        var periods = Periods.Join(shortages);
        var found = causes.Find(expectation.Service, periods);
        var isOwn = found?.Service == expectation.Service;
        return result with
        {
            Outcome = ExpectationOutcome.Failed,
            Periods = periods,
            Cause = isOwn ? found!.Text : "pods end before others are ready in their place",
            Remedy = isOwn ? found!.Remedy : null,
        };
    }

    /// <summary>Judges how long pods wait for a node.</summary>
    public static ExpectationResult Judge(PendingExpectation expectation, RehearsalPlan plan, Observations observations)
    {
        var longest = observations.Pending.MaxBy(one => one.Waited.Until - one.Waited.From);
        var late = observations.Pending.Where(one => one.Waited.Until - one.Waited.From > expectation.Within).ToList();
        var result = new ExpectationResult
        {
            Subject = "stack",
            Name = "pending pods",
            Outcome = late.Count == 0 ? ExpectationOutcome.Held : ExpectationOutcome.Failed,
            Figure = longest is null ? "none" : Figures.Duration(longest.Waited.Until - longest.Waited.From),
            Limit = $"≤ {Limits.Time(expectation.Within)}",
            Source = expectation.Source,
        };
        return late.Count == 0
            ? result
            : result with
            {
                Periods = Periods.Join(late.Select(one => one.Waited)),
                Cause = DescribeWaiting(late),
                Remedy = Advise(plan),
            };
    }

    /// <summary>Judges what the nodes cost in a month.</summary>
    public static ExpectationResult Judge(CostExpectation expectation, Observations observations)
    {
        var result = new ExpectationResult
        {
            Subject = "stack",
            Name = "cost per month",
            Outcome = ExpectationOutcome.Unknown,
            Figure = observations.Cost is { } cost ? Figures.Money(cost.PerMonth) : "",
            Limit = string.Create(CultureInfo.InvariantCulture, $"≤ {expectation.PerMonth:0.##}"),
            Source = expectation.Source,
        };
        return observations.Cost is not { } found ? result with { Cause = "no pool has a price" }
            : found.PerMonth <= expectation.PerMonth ? result with { Outcome = ExpectationOutcome.Held }
            : result with
            {
                Outcome = ExpectationOutcome.Failed,
                Cause = string.Join(
                    ", ",
                    found
                        .Pools.OrderByDescending(pool => pool.Value)
                        .Select(pool => $"{pool.Key} {Figures.Percent(pool.Value / found.Whole)}")
                ),
            };
    }

    /// <summary>Names those that wait for the same reason together, the most frequent reasons first.</summary>
    private static string DescribeWaiting(IReadOnlyList<PendingObservation> late)
    {
        const int MostReasons = 3;
        const int MostSubjects = 4;
        var reasons = late.GroupBy(one => one.Reason, StringComparer.Ordinal).OrderByDescending(reason => reason.Count()).ToList();
        var described = reasons
            .Take(MostReasons)
            .Select(reason =>
            {
                string[] subjects = [.. reason.Select(one => one.Subject)];
                var rest = subjects.Length > MostSubjects ? $" and {subjects.Length - MostSubjects} more" : "";
                return $"{string.Join(", ", subjects.Take(MostSubjects))}{rest}: {reason.Key}";
            });
        var others = reasons.Skip(MostReasons).Sum(reason => reason.Count());
        return string.Join("; ", described) + (others > 0 ? $"; {others} more for other reasons" : "");
    }

    private static string? Advise(RehearsalPlan plan)
    {
        var pools = plan.Pools.Where(pool => pool.Min < pool.Max).Select(pool => pool.Name).ToList();
        return pools.Count == 0
            ? "more nodes: no pool may grow"
            : $"more nodes at the start, or a higher maximum: pools.{string.Join(", pools.", pools)}";
    }

    private static ServiceObservation? Find(Observations observations, string service) =>
        observations.Services.FirstOrDefault(one => one.Behaviour.Service == service);
}
