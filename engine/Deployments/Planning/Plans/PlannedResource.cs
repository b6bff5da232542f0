using Infra.Engine.Events;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Planning.Plans;

/// <summary>The planned steps of one resource.</summary>
internal sealed record PlannedResource
{
    public required Urn Urn { get; init; }

    /// <summary>The operations in order.</summary>
    public required IReadOnlyList<StepOperation> Operations { get; init; }

    /// <summary>The goal state with checked inputs, which may contain unknowns; null for a resource that is only deleted.</summary>
    public ResourceState? Goal { get; init; }

    /// <summary>The source of the random parts of its name; empty where it was not registered.</summary>
    public ReadOnlyMemory<byte> Seed { get; init; }
}
