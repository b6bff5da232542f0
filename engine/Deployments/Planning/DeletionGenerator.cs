using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Planning;

/// <summary>Decides the steps that delete resources of the old state. Pure, like <see cref="StepGenerator"/>.</summary>
internal static class DeletionGenerator
{
    /// <summary>
    /// Generates the steps at the end of a deployment, which prune unregistered resources and delete replaced ones.
    /// </summary>
    /// <param name="remaining">The resources of the old state that are still in the state.</param>
    /// <param name="isRegistered">Whether the program has registered a resource, by its URN or an alias.</param>
    /// <param name="isDeleted">Whether the deployment has deleted a resource already.</param>
    public static IReadOnlyList<DeletionStep> Prune(
        IEnumerable<TrackedResource> remaining,
        Func<Urn, bool> isRegistered,
        Func<Urn, bool> isDeleted
    )
    {
        TrackedResource[] resources = [.. remaining.Where(resource => resource.State.Delete || !isRegistered(resource.State.Urn))];
        var urns = resources.Select(resource => resource.State.Urn).ToHashSet();
        return [.. resources.Select(resource => Delete(resource, urn => urns.Contains(urn) || isDeleted(urn)))];
    }

    /// <summary>
    /// Generates the deletions before the replacement of a resource is created: its dependents in the reverse order of their dependencies,
    /// then the resource.
    /// </summary>
    /// <param name="old">The resource to replace.</param>
    /// <param name="dependents">The dependents that must be replaced as well, dependencies first.</param>
    /// <param name="isDeleted">Whether the deployment has deleted a resource already.</param>
    public static IReadOnlyList<DeletionStep> DeleteBeforeReplace(
        TrackedResource old,
        IReadOnlyList<TrackedResource> dependents,
        Func<Urn, bool> isDeleted
    )
    {
        var urns = dependents.Append(old).Select(resource => resource.State.Urn).ToHashSet();
        return
        [
            .. dependents
                .Reverse()
                .Append(old)
                .Select(resource => Delete(resource, urn => urns.Contains(urn) || isDeleted(urn)))
                // One that an interrupted deployment deleted keeps its record until its replacement is created: others may refer to it.
                .OfType<DeleteStep>()
                .Select(step => step with { IsReplaced = true, AwaitsReplacement = true }),
        ];
    }

    /// <summary>True where a resource may not be deleted. A replaced one may: its replacement was allowed before.</summary>
    public static bool IsProtected(DeleteStep step) => step is { IsReplaced: false, Resource.State.Protect: true };

    private static DeletionStep Delete(TrackedResource resource, Func<Urn, bool> isDeleted) =>
        resource.State.PendingReplacement
            ? new RemovePendingReplacementStep(resource)
            : new DeleteStep(resource) { IsReplaced = resource.State.Delete, CallsProvider = HasOwnObject(resource.State, isDeleted) };

    /// <summary>True where the provider must delete an object that no other deletion deletes.</summary>
    private static bool HasOwnObject(ResourceState state, Func<Urn, bool> isDeleted) =>
        state.Custom
        && !state.External
        && !state.RetainOnDelete
        && !ProviderType.IsProvider(state.Type)
        && (state.DeletedWith.IsEmpty || !isDeleted(state.DeletedWith));
}
