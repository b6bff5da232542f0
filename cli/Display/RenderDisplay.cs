using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>
/// Shows an operation whose result takes the standard output: on standard error, in a terminal how many resources are registered, and
/// everything the program reports.
/// </summary>
/// <param name="parsed">The command line.</param>
/// <param name="activity">What the operation does, e.g. <c>Rendering</c>.</param>
internal sealed class RenderDisplay(ParseResult parsed, string activity) : IDisplay
{
    private readonly ProgressLine _line = new(parsed);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _registered = new(StringComparer.Ordinal);

    /// <summary>Handles one event; the engine calls it from several threads.</summary>
    public void Show(EngineEvent engineEvent)
    {
        lock (_lock)
        {
            switch (engineEvent)
            {
                case BuildingProgramEvent or WaitingForBuildEvent:
                    _line.Show(BuildText.Describe(engineEvent)!);
                    break;
                case ResourcePreEvent { Step.Urn.Value: var urn } when _registered.Add(urn):
                    _line.Show($"{activity}: {_registered.Count} resources");
                    break;
                case DiagnosticEvent { Severity: not DiagnosticSeverity.Debug } diagnostic:
                    Write(diagnostic);
                    break;
                case SummaryEvent:
                    _line.Show("");
                    break;
                default:
                    break;
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Write(DiagnosticEvent diagnostic)
    {
        _line.Hide();
        var message = diagnostic.Message.TrimEnd();
        switch (diagnostic.Severity)
        {
            case DiagnosticSeverity.Error:
                ErrorOutput.WriteEach(parsed, message.Split('\n', StringSplitOptions.RemoveEmptyEntries));
                break;
            case DiagnosticSeverity.Warning:
                ErrorOutput.Warn(parsed, message);
                break;
            default:
                Console.Error.WriteLine(message);
                break;
        }

        _line.Redraw();
    }
}
