using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Verdicts;

/// <summary>Whether the expectations of a plan hold, and what would help.</summary>
/// <param name="Expectations">The results: what did not start, then the expectations in the plan's order.</param>
/// <param name="Suggestions">What breaks first, then what would help, the earliest failure first.</param>
public sealed record Verdict(IReadOnlyList<ExpectationResult> Expectations, IReadOnlyList<string> Suggestions)
{
    /// <summary>Judges what was observed.</summary>
    public static Verdict Create(RehearsalPlan plan, Observations observations)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observations);
        var causes = new CauseFinder(observations);
        List<ExpectationResult> results =
        [
            .. observations.StartProblems.Select(Fail),
            .. plan.Expectations.Select(expectation => Judge(expectation, plan, observations, causes)),
        ];
        return new Verdict(results, Suggest(results));
    }

    private static ExpectationResult Judge(Expectation expectation, RehearsalPlan plan, Observations observations, CauseFinder causes) =>
        expectation switch
        {
            LatencyExpectation latency => RequestVerdicts.Judge(latency, observations, causes),
            AvailabilityExpectation availability => RequestVerdicts.Judge(availability, observations, causes),
            DetectionExpectation detection => ClusterVerdicts.Judge(detection, observations),
            MinimumExpectation minimum => ClusterVerdicts.Judge(minimum, observations, causes),
            PendingExpectation pending => ClusterVerdicts.Judge(pending, plan, observations),
            CostExpectation cost => ClusterVerdicts.Judge(cost, observations),
            _ => throw new NotSupportedException($"A rehearsal cannot judge {expectation.GetType().Name}."),
        };

    private static ExpectationResult Fail(StartProblem problem) =>
        new()
        {
            Subject = problem.Subject,
            Name = problem.Name,
            Outcome = ExpectationOutcome.Failed,
            Figure = problem.Figure,
            Limit = problem.Limit,
            Cause = problem.Cause,
            Source = "the objects of the stack",
        };

    private static List<string> Suggest(IReadOnlyList<ExpectationResult> results)
    {
        var failed = results
            .Where(result => result.Outcome == ExpectationOutcome.Failed)
            .OrderBy(result => result.Periods.Count > 0 ? result.Periods[0].From : TimeSpan.Zero)
            .ToList();
        var suggestions = new List<string>();
        if (failed.Find(result => result.Periods.Count > 0) is { } first)
        {
            var cause = first.Cause is { } why ? $": {why}" : "";
            suggestions.Add($"{first.Subject} breaks first, its {first.Name} at {Figures.At(first.Periods[0].From)}{cause}");
        }

        suggestions.AddRange(failed.Select(result => result.Remedy).OfType<string>().Distinct(StringComparer.Ordinal));
        return suggestions;
    }
}
