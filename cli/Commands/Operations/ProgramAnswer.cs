using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Operations;

/// <summary>Asks the program of a stack (docs/program-contract.md).</summary>
internal static class ProgramAnswer
{
    /// <summary>Asks a query, and shows why there is no answer.</summary>
    /// <returns>The answer, or the exit code of the failure.</returns>
    public static async Task<(JsonObject? Answer, ExitCode Failure)> AskAsync(
        ParseResult parsed,
        Workspace workspace,
        StackName stack,
        string query,
        CancellationToken cancellationToken
    )
    {
        var result = await workspace
            .Operations(stack)
            .QueryAsync(query, new OperationOptions { Cancelled = cancellationToken, Aborted = Interrupts.Aborted }, BuildingNote.Show);
        switch (result.Status)
        {
            case QueryStatus.NotSupported:
                throw new UsageException(
                    $"the program in {workspace.Project.ProgramDirectory} does not answer queries: "
                        + "it does not declare the contract of docs/program-contract.md"
                );
            case QueryStatus.Failed or QueryStatus.InvalidSettings:
                ErrorOutput.WriteEach(parsed, result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
                return (null, result.Status == QueryStatus.Failed ? ExitCode.Error : ExitCode.Configuration);
            default:
                return (result.Answer, ExitCode.Success);
        }
    }
}
