using System.Globalization;
using Infra.Cli.Ci;
using Infra.Cli.Terminal;
using Infra.Engine.Events;
using Infra.Engine.Resources;

namespace Infra.Cli.Display;

/// <summary>Writes one line per event, for output that is not a terminal.</summary>
internal sealed class PlainDisplay(
    OperationKind kind,
    string stack,
    TextWriter output,
    Palette palette,
    TimeProvider time,
    DisplayOptions options
) : IDisplay
{
    private readonly OperationProgress _progress = new(time, options);
    private readonly HashSet<Urn> _planned = [];
    private bool _isGroupOpen;

    public void Show(EngineEvent engineEvent)
    {
        if (engineEvent is PreludeEvent prelude)
        {
            BeginGroup();
            ConfigText.Write(options, prelude, output.WriteLine);
            output.WriteLine();
        }
        else if (BuildText.Describe(engineEvent) is { } build)
        {
            output.WriteLine(palette.Faint(build));
        }

        if (_progress.Apply(engineEvent) is { } row && HasLine(engineEvent, row))
        {
            output.WriteLine(Line(row));
        }
        else if (engineEvent is SummaryEvent)
        {
            EndGroup();
            new OperationReport(_progress, kind, palette, options).Write(output);
        }
    }

    public ValueTask DisposeAsync()
    {
        EndGroup();
        return ValueTask.CompletedTask;
    }

    // The log of a job can fold the lines of the resources, below which the result stays visible.
    private void BeginGroup()
    {
        var heading = $"{kind.Heading} ({stack})";
        if (output is JobWriter job)
        {
            EndGroup();
            job.BeginGroup(heading);
            _isGroupOpen = true;
        }
        else
        {
            output.WriteLine(palette.Heading($"{heading}:"));
        }
    }

    private void EndGroup()
    {
        if (_isGroupOpen && output is JobWriter job)
        {
            job.EndGroup();
            _isGroupOpen = false;
        }
    }

    // A plan shows each step once. Of unchanged resources only the stack is shown, as a sign that the program ran; of refreshed ones those
    // that differ or fail.
    private bool HasLine(EngineEvent engineEvent, ResourceRow row) =>
        row.Step switch
        {
            { Drift: not null } => true,
            { Operation: StepOperation.Same } => (options.ShowSames || row.Urn.Type == Urn.StackType) && IsLastEnd(engineEvent, row.Urn),
            { Operation: StepOperation.Refresh } => engineEvent is ResourceFailedEvent,
            { Operation: StepOperation.Read or StepOperation.ReadReplacement } when !options.ShowReads => false,
            _ => engineEvent is not ResourceOutputsEvent { IsPlanned: true }
                && !(options.ShowsEndsOnly && row.Progress == StepProgress.InProgress),
        };

    // A plan ends a step at once, and that of a component again with its outputs.
    private bool IsLastEnd(EngineEvent engineEvent, Urn urn) =>
        engineEvent is ResourceOutputsEvent { IsPlanned: var isPlanned } && (!isPlanned || !_planned.Add(urn));

    private string Line(ResourceRow row)
    {
        var symbol = palette.Paint(row.Step.Operation, row.Step.Operation.Symbol().PadRight(2));
        var verb = row.Progress == StepProgress.Failed ? palette.Error(row.Verb) : row.Verb;
        var took =
            row.Progress is StepProgress.Done or StepProgress.Failed && row.Step.Operation != StepOperation.Same
                ? string.Create(CultureInfo.InvariantCulture, $"({row.Took.TotalSeconds:0.0}s)")
                : "";
        return string.Join(
                ' ',
                (
                    (string[])
                        [
                            $" {symbol}",
                            options.ShowUrns ? row.Urn.Value : $"{row.Urn.Type} {row.Urn.Name}",
                            verb,
                            took,
                            row.Changes,
                            row.Status,
                        ]
                ).Where(part => part.Length > 0)
            )
            .TrimEnd();
    }
}
