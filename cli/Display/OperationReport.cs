using System.Globalization;
using Infra.Cli.Terminal;
using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>Writes an operation's summary: diagnostics, policy violations, outputs, resource counts and duration.</summary>
internal sealed class OperationReport(OperationProgress progress, OperationKind kind, Palette palette, DisplayOptions options)
{
    public void Write(TextWriter output)
    {
        WriteDiagnostics(output);
        new PolicyReport(palette).Write(output, progress.Violations, progress.Remediations);
        new DriftReport(palette).Write(output, progress.Drifted);
        WriteOutputs(output);
        WriteCounts(output);
        if (!kind.IsPreview && progress.Summary is { } summary)
        {
            output.WriteLine();
            output.WriteLine($"{palette.Heading("Duration:")} {Duration(summary.Duration)}");
        }

        output.WriteLine();
    }

    private static string Duration(TimeSpan time) =>
        time.TotalSeconds < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}m{time.Seconds}s");

    private void WriteDiagnostics(TextWriter output)
    {
        if (progress.Diagnostics.Count == 0)
        {
            return;
        }

        output.WriteLine(palette.Heading("Diagnostics:"));

        // The stack's come last: they end with the result.
        var stack = progress.StackUrn;
        var groups = progress.Diagnostics.GroupBy(diagnostic => diagnostic.Urn.IsEmpty ? stack : diagnostic.Urn);
        foreach (var about in groups.OrderBy(group => group.Key == stack))
        {
            output.WriteLine(about.Key.IsEmpty ? "  the operation:" : $"  {about.Key.Type} ({about.Key.Name}):");
            foreach (var diagnostic in about)
            {
                var prefix = diagnostic.Severity switch
                {
                    DiagnosticSeverity.Error => palette.Error("error:") + " ",
                    DiagnosticSeverity.Debug => palette.Faint("debug:") + " ",
                    DiagnosticSeverity.Warning => palette.Warning("warning:") + " ",
                    _ => "",
                };
                output.WriteLine($"    {prefix}{string.Join("\n    ", ExceptionTrace.Fold(diagnostic.Message.TrimEnd()).Split('\n'))}");
            }

            output.WriteLine();
        }
    }

    private void WriteOutputs(TextWriter output)
    {
        var before = progress.OldOutputs;
        var after = progress.NewOutputs;
        if (options.SuppressOutputs || after is null || (after.Count == 0 && before is null or { Count: 0 }))
        {
            return;
        }

        // A plan shows only what changes.
        var difference = new PropertyDifference(palette, options.ShowSecrets);
        var text = difference.Describe(before, after, indent: 4, showUnchanged: !kind.IsPreview || options.ShowSames);
        if (text.Length > 0)
        {
            output.WriteLine(palette.Heading("Outputs:"));
            output.Write(text);
            output.WriteLine();
        }
    }

    private void WriteCounts(TextWriter output)
    {
        if (progress.Summary is not { } summary || (summary.ResourceChanges.Count == 0 && progress.Errored == 0))
        {
            return;
        }

        output.WriteLine(palette.Heading("Resources:"));
        var changed = 0;
        foreach (
            var (operation, count) in summary
                .ResourceChanges.Where(change => change.Key != StepOperation.Same)
                .OrderBy(change => change.Key)
        )
        {
            changed += count;
            var symbol = palette.Paint(operation, operation.Symbol().PadRight(2));
            var words = kind.IsPreview ? $"to {OperationWords.Planned(operation)}" : OperationWords.Done(operation);
            output.WriteLine($"    {symbol}{count} {words}");
        }

        var unchanged = summary.ResourceChanges.GetValueOrDefault(StepOperation.Same);
        if (unchanged > 0)
        {
            var both = summary.ResourceChanges.Count > 2 ? $"{changed} changes. " : "";
            output.WriteLine($"    {both}{unchanged} unchanged");
        }

        if (progress.Errored > 0)
        {
            output.WriteLine(palette.Error($"    {progress.Errored} errored"));
        }
    }
}
