using Infra.Cli.Ci;
using Infra.Engine.Events;
using Infra.Engine.Policies;
using Infra.Engine.Resources;

namespace Infra.Cli.Display;

/// <summary>Shows events on a display, and annotates the job with errors, warnings and violations of policies.</summary>
/// <param name="shown">The display.</param>
/// <param name="job">The output of the job.</param>
/// <param name="directory">The folder that paths in messages are relative to.</param>
/// <param name="readPlaces">Reads the places of the stack's services.</param>
internal sealed class AnnotatingDisplay(IDisplay shown, JobOutput job, string directory, Func<ServicePlaces> readPlaces) : IDisplay
{
    private readonly Lazy<ServicePlaces> _places = new(readPlaces);

    public void Show(EngineEvent engineEvent)
    {
        shown.Show(engineEvent);
        switch (engineEvent)
        {
            case DiagnosticEvent { Severity: DiagnosticSeverity.Error or DiagnosticSeverity.Warning } diagnostic:
                var about =
                    diagnostic.Urn.IsEmpty || diagnostic.Urn.Type == Urn.StackType ? "" : $"{diagnostic.Urn.Type} {diagnostic.Urn.Name}: ";
                job.Add(diagnostic.Severity, $"{about}{diagnostic.Message}", directory);
                break;
            case PolicyViolationEvent violation:
                job.Add(violation, _places.Value.Find(violation.Urn));
                break;
            default:
                break;
        }
    }

    public void Note(string line) => shown.Note(line);

    public ValueTask DisposeAsync() => shown.DisposeAsync();
}
