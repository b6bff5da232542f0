using System.CommandLine;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Operations;

/// <summary>Maps an operation's outcome to the command's exit code.</summary>
internal static class OperationResults
{
    public static int ExitCodeFor(OperationOutcome outcome, ParseResult parsed, OperationOptionSet options) =>
        (int)(
            outcome switch
            {
                { Result: OperationResult.Cancelled } => ExitCode.Cancelled,
                { Result: OperationResult.Failed } => ExitCode.Error,
                { WasApproved: false } => ExitCode.Error,
                { HasChanges: true } when parsed.GetValue(options.ExpectNoChanges) => ExitCode.NoChangesExpected,
                _ => ExitCode.Success,
            }
        );
}
