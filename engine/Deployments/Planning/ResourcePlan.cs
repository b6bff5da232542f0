using Infra.Engine.Providers;
using Infra.Engine.Providers.Naming;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Planning;

/// <summary>A registered resource with everything that its steps are decided from.</summary>
internal sealed record ResourcePlan
{
    /// <summary>The goal state that the program registers.</summary>
    public required ResourceGoal Goal { get; init; }

    /// <summary>The state to reach; its inputs are the goal's until the provider has checked them.</summary>
    public required ResourceState New { get; init; }

    /// <summary>The resource it continues, or null for a new one.</summary>
    public TrackedResource? Old { get; init; }

    /// <summary>True where this deployment has deleted the old resource, to replace it, before the new one was registered.</summary>
    public bool IsOldDeleted { get; init; }

    /// <summary>The name of an object that the program does not name; null to leave it to the provider.</summary>
    public Autonaming? Naming { get; init; }

    /// <summary>True where a changed replacement trigger replaces the resource, whatever differs.</summary>
    public bool IsReplacementTriggered { get; init; }

    /// <summary>The properties that come from a replaced dependency, where the old resource was deleted with it.</summary>
    public IReadOnlyList<string> DependencyKeys { get; init; } = [];

    /// <summary>The difference between the old resource and the new inputs.</summary>
    public DiffResult Diff { get; init; } = DiffResult.Same;

    /// <summary>Plans to leave an old resource as it is.</summary>
    public static ResourcePlan Keep(TrackedResource old) =>
        new()
        {
            Goal = new ResourceGoal
            {
                Type = old.State.Type,
                Name = old.State.Urn.Name,
                Custom = old.State.Custom,
            },
            New = old.State,
            Old = old,
        };
}
