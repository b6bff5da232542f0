using System.Collections.Concurrent;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.State;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Stacks;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>Tries a stack with other settings than those that are written. Nothing is written, deployed or shown.</summary>
/// <param name="workspace">The project.</param>
/// <param name="stack">The stack.</param>
/// <param name="scenario">The scenario of a file; null for none.</param>
/// <param name="cluster">The cluster among several of the stack; null for the only one.</param>
/// <param name="seed">The seed of all random choices; null for the scenario's.</param>
internal sealed class StackTrial(Workspace workspace, StackName stack, string? scenario, string? cluster, int? seed)
{
    /// <summary>Asks the program for the plan, which checks the settings.</summary>
    /// <returns>The plan, or what is wrong with the settings.</returns>
    /// <exception cref="UsageException">The program does not answer, or the stack has no such cluster.</exception>
    public async Task<(ClusterRehearsal? Rehearsal, IReadOnlyList<string> Errors)> AskAsync(
        IReadOnlyList<SettingOverride> overrides,
        CancellationToken cancellation
    )
    {
        var query = RehearsedStack.QueryOf(scenario);
        var result = await workspace.Operations(stack).QueryAsync(query, Options(overrides, cancellation), BuildingNote.Show);
        switch (result.Status)
        {
            case QueryStatus.Answered:
                var found = RehearsedStack.Choose(result.Answer, cluster);
                return (seed is { } number ? found with { Plan = found.Plan with { Seed = (ulong)number } } : found, []);
            case QueryStatus.InvalidSettings:
                // The first line only counts the others.
                string[] lines = result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                return (null, lines.Length > 1 ? lines[1..] : lines);
            case QueryStatus.NotSupported:
                throw new UsageException(
                    $"the program in {workspace.Project.ProgramDirectory} does not answer queries: "
                        + "it does not declare the contract of docs/program-contract.md"
                );
            default:
                throw new UsageException(result.Errors.Trim());
        }
    }

    /// <summary>Renders the stack.</summary>
    /// <param name="rehearsal">The plan with the same settings.</param>
    /// <param name="overrides">The settings.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="UsageException">The stack cannot be rendered.</exception>
    public async Task<StackObjects> RenderAsync(
        ClusterRehearsal rehearsal,
        IReadOnlyList<SettingOverride> overrides,
        CancellationToken cancellation
    )
    {
        var errors = new ConcurrentQueue<string>();
        var rendering = await workspace
            .Operations(stack)
            .RenderAsync(Options(overrides, cancellation), happened =>
            {
                if (happened is DiagnosticEvent { Severity: DiagnosticSeverity.Error } diagnostic)
                {
                    errors.Enqueue(diagnostic.Message.TrimEnd());
                }
            });
        cancellation.ThrowIfCancellationRequested();
        return rendering.Result == OperationResult.Succeeded
            ? RehearsedStack.Collect(stack, rehearsal, rendering)
            : throw new UsageException($"the stack '{stack.Name}' cannot be rendered: {string.Join('\n', errors)}");
    }

    private static OperationOptions Options(IReadOnlyList<SettingOverride> overrides, CancellationToken cancellation) =>
        new()
        {
            Cancelled = cancellation,
            Aborted = Interrupts.Aborted,
            Overrides = overrides,
        };
}
