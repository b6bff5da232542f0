using Infra.Engine.Errors;

namespace Infra.Cli;

/// <summary>An error that the user can correct. Its message is shown without a stack trace.</summary>
internal sealed class UsageException(string message, ExitCode exitCode = ExitCode.Error) : Exception(message)
{
    /// <summary>The exit code of the command.</summary>
    public ExitCode ExitCode { get; } = exitCode;
}
