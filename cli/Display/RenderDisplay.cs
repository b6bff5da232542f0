using System.CommandLine;
using Infra.Cli.Commands;
using Infra.Cli.Terminal;
using Infra.Engine.Events;

namespace Infra.Cli.Display;

/// <summary>
/// Shows a rendering on standard error: in a terminal how many resources are registered, and everything the program reports.
/// </summary>
internal sealed class RenderDisplay(ParseResult parsed)
{
    private const string EraseLine = "\r\u001b[K";

    private readonly bool _isInteractive = !Console.IsErrorRedirected && !parsed.GetValue(CommonOptions.NonInteractive);
    private readonly Lock _lock = new();
    private readonly HashSet<string> _registered = new(StringComparer.Ordinal);
    private string _progress = "";

    /// <summary>Handles one event; the engine calls it from several threads.</summary>
    public void Show(EngineEvent engineEvent)
    {
        lock (_lock)
        {
            switch (engineEvent)
            {
                case BuildingProgramEvent or WaitingForBuildEvent:
                    Report(BuildText.Describe(engineEvent)!);
                    break;
                case ResourcePreEvent { Step.Urn.Value: var urn } when _registered.Add(urn):
                    Report($"Rendering: {_registered.Count} resources");
                    break;
                case DiagnosticEvent { Severity: not DiagnosticSeverity.Debug } diagnostic:
                    Write(diagnostic);
                    break;
                case SummaryEvent:
                    Report("");
                    break;
                default:
                    break;
            }
        }
    }

    private void Report(string progress)
    {
        if (_isInteractive)
        {
            _progress = progress;
            Console.Error.Write(EraseLine + progress);
        }
    }

    private void Write(DiagnosticEvent diagnostic)
    {
        if (_progress.Length > 0)
        {
            Console.Error.Write(EraseLine);
        }

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

        if (_progress.Length > 0)
        {
            Console.Error.Write(_progress);
        }
    }
}
