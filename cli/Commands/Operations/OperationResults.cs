using System.CommandLine;
using Infra.Cli.Clusters;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Operations;

/// <summary>Maps an operation's outcome to the command's exit code.</summary>
internal static class OperationResults
{
    /// <summary>The exit code of an operation.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="failure">The exit code if it failed.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The command's options.</param>
    public static int ExitCodeFor(OperationOutcome outcome, ExitCode failure, ParseResult parsed, OperationOptionSet options) =>
        (int)(
            outcome switch
            {
                { Result: OperationResult.Cancelled } => ExitCode.Cancelled,
                { Result: OperationResult.Failed } => failure,
                { WasApproved: false } => ExitCode.Error,
                { HasChanges: true } when parsed.GetValue(options.ExpectNoChanges) => ExitCode.NoChangesExpected,
                _ => ExitCode.Success,
            }
        );

    /// <summary>
    /// The exit code if an operation that runs the program failed. Invalid settings have the same one whether the engine or the program
    /// finds them, so the program is asked whether it accepts them.
    /// </summary>
    public static async Task<ExitCode> ForFailureAsync(
        OperationResult result,
        StackOperations operations,
        CancellationToken cancellationToken
    )
    {
        if (result != OperationResult.Failed)
        {
            return ExitCode.Error;
        }

        var options = new OperationOptions { Cancelled = cancellationToken, Aborted = Interrupts.Aborted };
        var answer = await operations.QueryAsync(TargetClusters.Query, options, _ => { });
        return answer.Status == QueryStatus.InvalidSettings ? ExitCode.Configuration : ExitCode.Error;
    }
}
