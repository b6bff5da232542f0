using System.CommandLine;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Operations;

/// <summary>Maps an operation's outcome to the command's exit code.</summary>
internal static class OperationResults
{
    public static int ExitCodeFor(OperationOutcome outcome, StackClusters clusters, ParseResult parsed, OperationOptionSet options) =>
        (int)(
            outcome switch
            {
                { Result: OperationResult.Cancelled } => ExitCode.Cancelled,
                { Result: OperationResult.Failed } => ForFailure(clusters),
                { WasApproved: false } => ExitCode.Error,
                { HasChanges: true } when parsed.GetValue(options.ExpectNoChanges) => ExitCode.NoChangesExpected,
                _ => ExitCode.Success,
            }
        );

    /// <summary>
    /// The exit code of a failed operation. Invalid settings have the same one whether the engine or the program finds them.
    /// </summary>
    public static ExitCode ForFailure(StackClusters clusters) => clusters.HasInvalidSettings ? ExitCode.Configuration : ExitCode.Error;
}
