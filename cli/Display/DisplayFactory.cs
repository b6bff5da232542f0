using System.CommandLine;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Terminal;
using Spectre.Console;

namespace Infra.Cli.Display;

/// <summary>Chooses how an operation is shown.</summary>
internal static class DisplayFactory
{
    public static IDisplay Create(ParseResult parsed, OperationOptionSet options, OperationKind kind, string stack)
    {
        var showSecrets = parsed.GetValue(options.ShowSecrets);
        var time = TimeProvider.System;
        if (parsed.GetValue(options.Json))
        {
            var output = Console.OpenStandardOutput();
            return kind.IsPreview ? new JsonPlanDisplay(output, showSecrets) : new JsonEventsDisplay(output, showSecrets, time);
        }

        var palette = Palette.For(parsed, Console.IsOutputRedirected);
        return parsed.GetValue(options.Diff) ? new DiffDisplay(kind, stack, Console.Out, palette, time)
            : Confirmation.CanAsk(parsed) ? new LiveDisplay(kind, stack, Console.Out, palette, time, AnsiConsole.Console)
            : new PlainDisplay(kind, stack, Console.Out, palette, time);
    }
}
