using System.CommandLine;
using Infra.Cli.Ci;
using Infra.Cli.Display;
using Infra.Engine.Operations;

namespace Infra.Cli;

/// <summary>What hosts a command: the process of the command line, or a program that runs commands itself.</summary>
internal sealed class CommandHost : InvocationConfiguration
{
    public CommandHost()
    {
        EnableDefaultExceptionHandler = false;
        ProcessTerminationTimeout = null;
    }

    /// <summary>Changes the options with which a command opens its workspace.</summary>
    public Func<WorkspaceOptions, WorkspaceOptions> Adapt { get; init; } = options => options;

    /// <summary>What the command writes for the CI system whose job it runs in; null outside of one.</summary>
    public JobOutput? Job { get; init; }

    /// <summary>The JSON output of the command.</summary>
    public CommandJson Json { get; } = new(Console.OpenStandardOutput, TimeProvider.System);

    /// <summary>The host of a command.</summary>
    public static CommandHost Of(ParseResult parsed) => parsed.InvocationConfiguration as CommandHost ?? new CommandHost();
}
