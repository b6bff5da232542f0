using System.Text;
using System.Text.RegularExpressions;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Events;
using Infra.Reports;

namespace Infra.Cli.Reports;

/// <summary>A folded part of a report.</summary>
/// <param name="Title">What is in it, e.g. the name of a service.</param>
/// <param name="Text">The Markdown of the whole fold.</param>
internal sealed partial record ServiceFold(string Title, string Text)
{
    private const int PropertyIndent = 4;
    private const string Stack = "the stack itself";

    public int Size { get; } = BoundedMarkdown.Measure(Text);

    /// <summary>The folds of a preview, one for each service, the smallest first.</summary>
    public static IReadOnlyList<ServiceFold> CreateAll(PreviewFindings findings)
    {
        var folds = findings.Changes.GroupBy(findings.FindComponent).Select(Create).ToList();
        var outputs = findings.DescribeOutputs(new PropertyDifference(Palette.None));
        if (outputs.Length > 0)
        {
            folds.Add(Create("outputs", "Outputs", outputs));
        }

        if (findings.Drifted.Count > 0)
        {
            using var drift = new StringWriter { NewLine = "\n" };
            new DriftReport(Palette.None).Write(drift, findings.Drifted);
            folds.Add(Create("drift", $"Drift: {ReportText.Count(findings.Drifted.Count, "object")}", drift.ToString()));
        }

        return [.. folds.OrderBy(fold => fold.Size).ThenBy(fold => fold.Title, StringComparer.Ordinal)];
    }

    private static ServiceFold Create(IGrouping<string?, StepDescription> service)
    {
        var title = service.Key ?? Stack;
        var lines = new StringBuilder();
        foreach (var step in service)
        {
            Append(lines, step);
        }

        return Create(title, $"{ReportText.Name(title)}: {ChangeCounts.Describe(service)}", lines.ToString());
    }

    private static ServiceFold Create(string title, string summary, string lines) =>
        new(
            title,
            $"\n<details><summary>{MarkdownText.EscapeHtml(summary)}</summary>\n\n"
                + $"{MarkdownText.Fence(MarkInFirstColumn(lines), "diff")}\n</details>\n"
        );

    private static void Append(StringBuilder lines, StepDescription step)
    {
        lines.Append($"{step.Operation.Symbol().PadRight(2)} {step.Type} {step.Urn.Name} ({OperationWords.Planned(step.Operation)})\n");
        if (step.New is { } planned)
        {
            // A new difference for each step: it keeps the hidden paths of the last one.
            lines.Append(
                new PropertyDifference(Palette.None).Describe(
                    step.Old?.Inputs,
                    planned.Inputs,
                    PropertyIndent,
                    showUnchanged: step.Old is null,
                    planned.HideDiffs,
                    DiffDisplay.FindType(planned)
                )
            );
        }
    }

    // Hosts colour the lines of a difference by their first column, and know no ~.
    private static string MarkInFirstColumn(string lines) =>
        Mark()
            .Replace(lines.ReplaceLineEndings("\n"), match =>
                $"{(match.Groups["mark"].Value == "~" ? "!" : match.Groups["mark"].Value)}{match.Groups["indent"].Value} "
            );

    [GeneratedRegex("^(?<indent> *)(?<mark>[-+~]) ", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
