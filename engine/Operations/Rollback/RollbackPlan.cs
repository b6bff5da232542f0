using Infra.Engine.Deployments.Planning;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Operations.Rollback;

/// <summary>What a failed update has changed, and how to bring it back.</summary>
/// <param name="Start">The state to start from.</param>
/// <param name="Goal">The state before the update as the goal, limited to what the update changed.</param>
internal sealed record RollbackPlan(Snapshot Start, SnapshotGoal Goal)
{
    /// <summary>True where the update changed nothing.</summary>
    public bool IsEmpty =>
        Goal.Changed!.Count == 0
        && Start.Resources.Count(resource => resource.Delete) <= Goal.State.Resources.Count(resource => resource.Delete);

    /// <summary>Plans the rollback of an update.</summary>
    /// <param name="before">The state before the update.</param>
    /// <param name="after">The state that the failed update left.</param>
    public static RollbackPlan Create(Snapshot before, Snapshot after)
    {
        var old = before.Resources.Where(resource => !resource.Delete).ToDictionary(resource => resource.Urn);
        var start = after with { Resources = RestoreReplaced(old, after.Resources) };
        var current = start.Resources.Where(resource => !resource.Delete).ToDictionary(resource => resource.Urn);
        return new RollbackPlan(
            start,
            new SnapshotGoal(before)
            {
                Changed = old
                    .Keys.Union(current.Keys)
                    .Where(urn => !(old.TryGetValue(urn, out var was) && current.TryGetValue(urn, out var now) && was.ContentEquals(now)))
                    .ToHashSet(),
            }
        );
    }

    /// <summary>
    /// Makes replaced resources that still exist current again, and marks their replacements for deletion: to create them again would meet
    /// their own objects.
    /// </summary>
    private static IReadOnlyList<ResourceState> RestoreReplaced(Dictionary<Urn, ResourceState> old, IReadOnlyList<ResourceState> resources)
    {
        var restored = resources
            .Where(resource => resource.Delete && old.TryGetValue(resource.Urn, out var was) && was.Id == resource.Id && was.Custom)
            .Select(resource => resource.Urn)
            .ToHashSet();
        return
        [
            .. resources.Select(resource =>
                !restored.Contains(resource.Urn) ? resource
                : resource.Delete ? resource with { Delete = resource.Id != old[resource.Urn].Id }
                : resource with { Delete = true }
            ),
        ];
    }
}
