using System.CommandLine;
using Infra.Cli.Commands;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Terminal;
using Spectre.Console;

namespace Infra.Cli.Display;

/// <summary>Creates the display that the command line's options and the terminal call for.</summary>
internal static class DisplayFactory
{
    public static IDisplay Create(ParseResult parsed, OperationOptionSet options, OperationKind kind, string stack)
    {
        var display = CreateVisible(parsed, options, kind, stack);
        return parsed.GetValue(CommonOptions.EventLog) is { } log
            ? new EventLogDisplay(display, log, parsed.GetValue(options.ShowSecrets), TimeProvider.System)
            : display;
    }

    private static IDisplay CreateVisible(ParseResult parsed, OperationOptionSet options, OperationKind kind, string stack)
    {
        var showSecrets = parsed.GetValue(options.ShowSecrets);
        var time = TimeProvider.System;
        if (parsed.GetValue(options.Json))
        {
            var output = Console.OpenStandardOutput();
            return kind.IsPreview ? new JsonPlanDisplay(output, showSecrets) : new JsonEventsDisplay(output, showSecrets, time);
        }

        var palette = Palette.Create(parsed, Console.IsOutputRedirected);
        return parsed.GetValue(options.Diff) ? new DiffDisplay(kind, stack, Console.Out, palette, time)
            : Confirmation.CanAsk(parsed) ? new LiveDisplay(kind, stack, Console.Out, palette, time, AnsiConsole.Console)
            : new PlainDisplay(kind, stack, Console.Out, palette, time);
    }
}
