using Infra.Engine.Errors;
using Infra.Engine.State;
using Infra.Engine.State.Editing;

namespace Infra.Engine.Operations.StateEdits;

/// <summary>Moves resources from the state of one stack to that of another of the same backend.</summary>
public sealed class StateMover(Workspace workspace, StackName source, StackName destination)
{
    /// <summary>The stack the resources move from.</summary>
    public StackName Source => source;

    /// <summary>The stack the resources move to.</summary>
    public StackName Destination => destination;

    /// <summary>
    /// Moves resources under the locks of both stacks. The destination is saved first, so that the resources are recorded at every moment.
    /// </summary>
    /// <param name="urns">The URNs of the resources; their children move, too.</param>
    /// <param name="includeParents">True to move their parents as well.</param>
    /// <param name="approve">Asked with the plan; false leaves both states as they are.</param>
    /// <param name="cancellationToken">Cancels the move until it begins to write.</param>
    /// <returns>True if the resources have been moved.</returns>
    /// <exception cref="InvalidOperationRequestException">The resources cannot be moved.</exception>
    public async Task<bool> MoveAsync(
        IReadOnlyList<string> urns,
        bool includeParents,
        Func<ResourceMovePlan, bool> approve,
        CancellationToken cancellationToken = default
    )
    {
        if (source == destination)
        {
            throw new InvalidOperationRequestException(
                $"the source and the destination are the same stack, {source.Full}: name two stacks"
            );
        }

        workspace.Backend.Require(source);
        workspace.Backend.Require(destination);
        using var heldSource = await workspace.Backend.LockAsync(source, cancellationToken);
        using var heldDestination = await workspace.Backend.LockAsync(destination, cancellationToken);
        var from = Open(source);
        var to = Open(destination);
        if (from.Snapshot.Resources.Count == 0)
        {
            throw new InvalidOperationRequestException("source stack has no resources");
        }

        if (to.Secrets.Salt is null && destination.Project != workspace.Project.Name)
        {
            throw new InvalidOperationRequestException(
                "destination stack has no secret manager. To move resources either initialize the stack with a secret manager, "
                    + "or run the `infra state move` command from the destination project directory"
            );
        }

        var plan = ResourceMove.Plan(from.Snapshot, source, to.Snapshot, destination, urns, includeParents);
        if (!approve(plan))
        {
            return false;
        }

        RequireValid(plan.Destination, destination);
        RequireValid(plan.Source, source);
        await SaveAsync(from, to, plan);
        return true;
    }

    private static async Task SaveAsync(StackSession from, StackSession to, ResourceMovePlan plan)
    {
        var before = to.Snapshot;
        await to.SaveAsync(plan.Destination, CancellationToken.None);
        try
        {
            await from.SaveAsync(plan.Source, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or EngineException)
        {
            await to.SaveAsync(before, CancellationToken.None);
            throw new StateException(
                $"failed to save source snapshot: {error.Message}\nNone of the resources have been moved. Please fix the error and try again",
                error
            );
        }
    }

    private static void RequireValid(Snapshot snapshot, StackName stack)
    {
        if (SnapshotIntegrity.Verify(snapshot) is { Count: > 0 } problems)
        {
            throw new StateException($"the move would make the state of {stack.Full} invalid:\n{string.Join('\n', problems)}");
        }
    }

    private StackSession Open(StackName stack) => StackSession.Open(workspace.Project, workspace.Backend, stack, workspace.Environment);
}
