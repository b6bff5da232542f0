using System.CommandLine;
using Infra.Cli.Commands;
using Infra.Cli.Commands.Operations;
using Infra.Engine.Events;
using Infra.Engine.Operations;

namespace Infra.Cli.Display;

/// <summary>
/// The JSON output of one command (docs/json-events.md): a stream of events or, of a command that only previews, Pulumi's document. It is
/// opened by the first event or error and completed when the command ends.
/// </summary>
internal sealed class CommandJson(Func<Stream> open, TimeProvider time) : IAsyncDisposable
{
    private const string StreamingVariable = "PULUMI_ENABLE_STREAMING_JSON_PREVIEW";

    private JsonDisplay? _output;

    /// <summary>True where the command line asks an operation for JSON, even if it has mistakes.</summary>
    public static bool IsWanted(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.OfType<JsonOutputOption>().FirstOrDefault() is { } option && parsed.CommandResult.IsOn(option);

    /// <summary>Creates the display of a phase.</summary>
    public IDisplay CreateDisplay(ParseResult parsed, bool showSecrets) => new SharedJsonDisplay(Open(parsed, showSecrets));

    /// <summary>Shows errors that are no events of an operation, where the command line asks for JSON.</summary>
    public void ShowErrors(ParseResult parsed, IEnumerable<string> messages)
    {
        if (!IsWanted(parsed))
        {
            return;
        }

        foreach (var message in messages.Select(SecretRedaction.Redact))
        {
            Open(parsed, showSecrets: false).Show(new DiagnosticEvent(DiagnosticSeverity.Error, default, message.TrimEnd('\n')));
        }
    }

    public ValueTask DisposeAsync() => _output?.DisposeAsync() ?? ValueTask.CompletedTask;

    private JsonDisplay Open(ParseResult parsed, bool showSecrets) =>
        _output ??= IsDocument(parsed) ? new JsonPlanDisplay(open(), showSecrets) : new JsonEventsDisplay(open(), showSecrets, time);

    private static bool IsDocument(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        var previewOnly = command.Command.Options.FirstOrDefault(option => option.Name == "--preview-only") as Option<bool>;
        var isPreview = command.Command.Name == PreviewCommand.Name || (previewOnly is not null && command.IsOn(previewOnly));
        return isPreview && Environment.GetEnvironmentVariable(StreamingVariable)?.ToUpperInvariant() is not ("1" or "TRUE");
    }
}
