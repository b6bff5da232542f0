using System.Globalization;
using System.Text.Json;
using Likeness.Comparison;

namespace Likeness.Reporting;

/// <summary>Writes the comparison of all scenarios.</summary>
/// <param name="output">Receives the report.</param>
internal sealed class Report(TextWriter output)
{
    public void WriteJson(IReadOnlyList<ScenarioResult> results) => output.WriteLine(JsonSerializer.Serialize(results, Json.Indented));

    /// <summary>Writes a line per scenario and miss, and the sums.</summary>
    public void Write(IReadOnlyList<ScenarioResult> results, bool verbose)
    {
        foreach (var scenario in results)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{scenario.Id}: {Exact(scenario.Steps)} of {scenario.Steps.Count} exact ({scenario.Seconds:0.0} s)"
                )
            );
            foreach (var step in scenario.Steps)
            {
                WriteStep(scenario.Id, step, verbose);
            }

            if (scenario.Failure is { } failure)
            {
                output.WriteLine($"  the scenario ended early: {failure}");
            }
        }

        WriteSums([.. results.SelectMany(scenario => scenario.Steps)]);
    }

    private void WriteStep(string scenario, StepResult step, bool verbose)
    {
        if (step.Missing is { } missing)
        {
            output.WriteLine($"  {scenario}/{step.Step:00} {step.Command}: unsupported: {missing}");
        }

        foreach (var miss in step.Misses.OrderBy(miss => miss.Rule))
        {
            output.WriteLine($"  {scenario}/{step.Step:00} {step.Command}: {miss.Rule}: {miss.Message.Replace('\n', ' ')}");
            if (verbose)
            {
                output.WriteLine(Indent("expected", miss.Expected));
                output.WriteLine(Indent("actual", miss.Actual));
            }
        }
    }

    private static string Indent(string title, string text) => $"      {title}: {text.ReplaceLineEndings("\n        ")}";

    private void WriteSums(List<StepResult> steps)
    {
        output.WriteLine();
        output.WriteLine(
            $"{Exact(steps)} of {steps.Count} steps exact, {steps.Count(step => step.Missing is not null)} unsupported, "
                + $"{steps.Count(step => step.Misses.Count > 0)} with misses"
        );
        foreach (var rule in Enum.GetValues<Rule>())
        {
            var count = steps.Count(step => step.Misses.Any(miss => miss.Rule == rule));
            if (count > 0)
            {
                output.WriteLine($"  {rule}: {count} steps");
            }
        }

        foreach (var intent in steps.SelectMany(step => step.Intents).CountBy(name => name).OrderBy(count => count.Key))
        {
            output.WriteLine($"  by intent, {intent.Key}: {intent.Value} steps");
        }

        foreach (
            var missing in steps
                .Where(step => step.Missing is not null)
                .GroupBy(step => step.Missing)
                .OrderByDescending(group => group.Count())
        )
        {
            output.WriteLine($"  unsupported {missing.Key}: {missing.Count()} steps");
        }
    }

    private static int Exact(IEnumerable<StepResult> steps) => steps.Count(step => step.IsExact);
}
