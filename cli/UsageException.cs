using Infra.Engine.Errors;

namespace Infra.Cli;

/// <summary>A mistake in how the command was called: its message is all the user needs.</summary>
internal sealed class UsageException(string message, ExitCode exitCode = ExitCode.Error) : Exception(message)
{
    /// <summary>What the command exits with.</summary>
    public ExitCode ExitCode { get; } = exitCode;
}
