using Infra.Engine.Deployments.Execution;
using Infra.Engine.Deployments.Planning;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Registration;

/// <summary>Deletes resources before their replacements are created, with the dependents that have to be replaced as well.</summary>
internal sealed class ReplacedResources(
    DeploymentContext context,
    ResourceComparer comparer,
    DeletionExecutor deletions,
    DeletedUrns deleted,
    DependencyGraph oldGraph
) : IDisposable
{
    /// <summary>Only one at a time: two of them could find the same dependents.</summary>
    private readonly SemaphoreSlim _deleting = new(1);

    /// <summary>Deletes the old resource of a plan and its dependents.</summary>
    /// <exception cref="StepFailedException">A step failed or is not allowed; the reason has been reported.</exception>
    /// <exception cref="DeploymentStoppedException">The deployment is stopping.</exception>
    public async Task DeleteAsync(ResourcePlan plan)
    {
        await _deleting.WaitAsync(context.Aborted);
        try
        {
            var found = await comparer.FindDependentsToReplaceAsync(plan.Old!, oldGraph);
            if (StepGenerator.JudgeDependents(plan, found.Select(dependent => dependent.Resource)).Refusal is { } refusal)
            {
                throw context.Refuse(plan.New, refusal);
            }

            // One that an earlier deployment replaced goes as well, but claims nothing: its URN is that of its replacement, which stays.
            TrackedResource[] dependents =
            [
                .. found
                    .Where(item => item.Resource.State.Delete || deleted.TryBegin(item.Resource.State.Urn, item.Keys))
                    .Select(item => item.Resource),
            ];
            await DeleteAsync(plan.Old!, dependents, [.. dependents.Where(dependent => !dependent.State.Delete)]);
        }
        finally
        {
            _deleting.Release();
        }
    }

    public void Dispose() => _deleting.Dispose();

    /// <param name="old">The resource to replace.</param>
    /// <param name="dependents">The dependents that go before it, dependencies first.</param>
    /// <param name="claimed">Those of the dependents whose registrations wait for their deletion.</param>
    private async Task DeleteAsync(TrackedResource old, IReadOnlyList<TrackedResource> dependents, HashSet<TrackedResource> claimed)
    {
        try
        {
            var steps = DeletionGenerator.DeleteBeforeReplace(old, dependents, deleted.Contains);
            foreach (var gone in claimed.Except(steps.Select(step => step.Resource)).ToArray())
            {
                Complete(gone, isDeleted: true);
            }

            await deletions.DescribeAsync(steps);
            foreach (var step in steps)
            {
                await deletions.ExecuteAsync(step);
                Complete(step.Resource, isDeleted: true);
            }
        }
        finally
        {
            foreach (var resource in claimed.ToArray())
            {
                Complete(resource, isDeleted: false);
            }
        }

        void Complete(TrackedResource resource, bool isDeleted)
        {
            if (claimed.Remove(resource))
            {
                deleted.Complete(resource.State.Urn, isDeleted);
            }
        }
    }
}
