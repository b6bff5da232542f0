using System.CommandLine;
using Infra.Cli.Commands;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Terminal;
using Infra.Engine.Policies;

namespace Infra.Cli.Display;

/// <summary>Creates the display that the command line's options and the terminal call for.</summary>
internal static class DisplayFactory
{
    public static IDisplay Create(ParseResult parsed, OperationOptionSet options, OperationKind kind, string stack) =>
        Record(parsed, options, Annotate(parsed, CreateVisible(parsed, options, kind, stack), stack));

    /// <summary>Adds the log of events that the command line asks for to a display.</summary>
    public static IDisplay Record(ParseResult parsed, OperationOptionSet options, IDisplay display) =>
        parsed.GetValue(CommonOptions.EventLog) is { } log
            ? new EventLogDisplay(display, log, options.Display.Read(parsed).ShowSecrets, TimeProvider.System)
            : display;

    private static IDisplay Annotate(ParseResult parsed, IDisplay display, string stack) =>
        CommandHost.Of(parsed).Job is { } job
            ? new AnnotatingDisplay(display, job, WorkspaceAccess.Directory(parsed), () =>
                ServicePlaces.Read(WorkspaceAccess.Open(parsed).Project.StackFile(stack))
            )
            : display;

    private static TextWriter FindOutput(ParseResult parsed) => CommandHost.Of(parsed).Job?.Output ?? Console.Out;

    private static IDisplay CreateVisible(ParseResult parsed, OperationOptionSet options, OperationKind kind, string stack)
    {
        var display = options.Display.Read(parsed);
        var time = TimeProvider.System;
        if (parsed.GetValue(options.Json))
        {
            return CommandHost.Of(parsed).Json.CreateDisplay(parsed, display.ShowSecrets);
        }

        var palette = Palette.Create(parsed, Console.IsOutputRedirected);
        return display.Diff ? new DiffDisplay(kind, stack, FindOutput(parsed), palette, time, display)
            : Confirmation.CanAsk(parsed) && !display.SuppressProgress
                ? new LiveDisplay(kind, stack, FindOutput(parsed), palette, time, TerminalSize.Read, display)
            : new PlainDisplay(kind, stack, FindOutput(parsed), palette, time, display);
    }

    /// <summary>Creates the display of a plan's details, which the user can ask for before approving it.</summary>
    public static IDisplay CreateDetails(ParseResult parsed, OperationOptionSet options, OperationKind kind, string stack)
    {
        var display = options.Display.Read(parsed) with { Diff = true };
        return new DiffDisplay(
            kind,
            stack,
            FindOutput(parsed),
            Palette.Create(parsed, Console.IsOutputRedirected),
            TimeProvider.System,
            display
        );
    }
}
