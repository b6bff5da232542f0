using System.Globalization;
using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports;

/// <summary>A result for CI systems, in JUnit's form: a test case for each expectation.</summary>
public static class JunitReport
{
    /// <summary>Writes the report. What is not known is a skipped test, and an interrupted rehearsal an error.</summary>
    public static void Write(RehearsalResult result, Stream output)
    {
        ArgumentNullException.ThrowIfNull(result);
        JunitWriter.Write(
            new JunitSuite
            {
                Name = $"rehearsal of {result.Stack}{(result.Cluster is { } cluster ? $" {cluster}" : "")}: {result.Scenario}",
                Properties =
                [
                    KeyValuePair.Create("seed", result.Seed.ToString(CultureInfo.InvariantCulture)),
                    KeyValuePair.Create("duration", Figures.Duration(result.Duration)),
                ],
                Cases = [.. result.Expectations.Select(Describe), .. result.IsComplete ? Array.Empty<JunitCase>() : [Interrupted(result)]],
            },
            output
        );
    }

    private static JunitCase Describe(ExpectationResult expectation)
    {
        var title = ExpectationText.Title(expectation);
        var message = $"{ExpectationText.Comparison(expectation)}{ExpectationText.Explanation(expectation)}";
        return new JunitCase(
            title,
            expectation.Outcome switch
            {
                ExpectationOutcome.Failed => new JunitProblem(JunitProblemKind.Failure, message)
                {
                    Type = "expectation",
                    Details = $"{title} {message}\nset at {SafeText.Line(expectation.Source)}",
                },
                ExpectationOutcome.Unknown => new JunitProblem(JunitProblemKind.Skipped, message),
                _ => null,
            }
        );
    }

    private static JunitCase Interrupted(RehearsalResult result) =>
        new(
            "the rehearsal runs to its end",
            new JunitProblem(JunitProblemKind.Error, $"interrupted at {Figures.At(result.Reached)} of {Figures.At(result.Duration)}")
            {
                Type = "interrupted",
            }
        );
}
