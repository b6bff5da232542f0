using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports;

/// <summary>What a rehearsal says about a stack, in a sentence.</summary>
/// <param name="Outcome">Whether the stack holds.</param>
/// <param name="Text">The sentence.</param>
internal sealed record Verdict(ExpectationOutcome Outcome, string Text)
{
    public static Verdict Of(RehearsalResult result)
    {
        var stack = SafeText.Line(result.Cluster is null ? result.Stack : $"{result.Stack} (cluster {result.Cluster})");
        var where = $"in the scenario {SafeText.Line(result.Scenario)}";
        var all = result.Expectations.Count;
        var failed = result.Expectations.Count(expectation => expectation.Outcome == ExpectationOutcome.Failed);
        var unknown = result.Expectations.Count(expectation => expectation.Outcome == ExpectationOutcome.Unknown);
        var interrupted = $"{Figures.At(result.Reached)} of {Figures.At(result.Duration)}";
        var reached = result.IsComplete ? "" : $" It was interrupted at {interrupted}.";
        return (all, failed, unknown) switch
        {
            (_, > 0, _) => new(
                ExpectationOutcome.Failed,
                $"{stack} does not hold {where}: {failed} of {Figures.Count(all, "expectation")} {(failed == 1 ? "fails" : "fail")}.{reached}"
            ),
            _ when !result.IsComplete => new(
                ExpectationOutcome.Unknown,
                $"Whether {stack} holds {where} is not known: nothing failed until it was interrupted at {interrupted}."
            ),
            (0, _, _) => new(ExpectationOutcome.Unknown, $"Nothing is expected of {stack} {where}."),
            (_, _, > 0) when unknown == all => new(ExpectationOutcome.Unknown, $"Whether {stack} holds {where} is not known."),
            (_, _, > 0) => new(
                ExpectationOutcome.Held,
                $"{stack} holds {where}: {all - unknown} of {Figures.Count(all, "expectation")} are met, {unknown} not known."
            ),
            _ => new(
                ExpectationOutcome.Held,
                $"{stack} holds {where}: {(all == 1 ? "its expectation is" : $"all {all} expectations are")} met."
            ),
        };
    }
}
