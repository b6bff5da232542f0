using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.Events;
using Infra.Engine.Resources.Selection;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Registration;

/// <summary>
/// Deletes the resources that the program no longer registers and those that were replaced, as far as the user's selection includes them.
/// </summary>
internal sealed class StackPruner(
    DeploymentContext context,
    UrnRegistry urns,
    UntargetedResources untargeted,
    DeletionExecutor deletions,
    DeletedUrns deleted,
    DependencyGraph oldGraph
)
{
    public async Task PruneAsync()
    {
        ReportUnknownTargets();
        var scope = DeletionScope.Decide(context.Selection, oldGraph);
        var remaining = context.State.Remaining().ToLookup(resource => scope.Includes(resource.State.Urn) && !untargeted.Needs(resource));
        var steps = DeletionGenerator.Prune(remaining[true], urns.IsRegistered, deleted.Contains);
        if (!Allow(scope, steps))
        {
            return;
        }

        foreach (var resource in remaining[false].Where(resource => !resource.State.Delete && !urns.IsRegistered(resource.State.Urn)))
        {
            await untargeted.KeepAsync(resource);
        }

        deleted.Add(steps.Select(step => step.Urn));
        await deletions.ExecuteAllAsync(steps, oldGraph);
    }

    private void ReportUnknownTargets()
    {
        var known = context.State.Origin.Select(resource => resource.State.Urn).Concat(urns.Registered).ToHashSet();
        foreach (var pattern in ResourceSelection.FindUnmatched(context.Selection.Targets, known))
        {
            context.Events.Diagnose(DiagnosticSeverity.Error, default, ResourceSelection.DescribeUnmatched(pattern));
            context.MarkFailed();
        }
    }

    /// <summary>Refuses deletions that the user did not ask for. A preview shows them all the same.</summary>
    private bool Allow(DeletionScope scope, IReadOnlyList<DeletionStep> steps)
    {
        var isAllowed = true;
        foreach (var step in scope.FindUnspecified(steps))
        {
            context.RefuseStep(
                step.Urn,
                $"Resource '{step.Urn}' will be destroyed but was not specified in --target list.\n"
                    + "Either include resource in --target list or pass --target-dependents to proceed."
            );
            isAllowed = context.IsPreview;
        }

        return isAllowed;
    }
}
