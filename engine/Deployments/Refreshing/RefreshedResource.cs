using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Refreshing;

/// <summary>A resource of the state as its provider has read it.</summary>
/// <param name="Old">The state before the refresh.</param>
/// <param name="New">The state after it; null where the object does not exist any more.</param>
/// <param name="Diff">What the refresh changes in the inputs.</param>
internal sealed record RefreshedResource(ResourceState Old, ResourceState? New, DiffResult Diff)
{
    /// <summary>Creates the result for a resource that no provider reads.</summary>
    public static RefreshedResource Same(ResourceState state) => new(state, state, DiffResult.Same);

    /// <summary>The differences in detail; null where there are none.</summary>
    public ObjectDrift? Drift { get; init; }

    /// <summary>What the refresh does to the resource's record.</summary>
    public StepOperation Operation =>
        New is null ? StepOperation.Delete
        : Drift is not null ? StepOperation.Update
        : StepOperation.Same;
}
