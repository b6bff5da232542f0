using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Steps;

/// <summary>A registered resource on its way to become what the program wants.</summary>
internal sealed record PlannedResource
{
    /// <summary>What the program wants.</summary>
    public required ResourceGoal Goal { get; init; }

    /// <summary>The state to reach, with checked inputs.</summary>
    public required ResourceState New { get; init; }

    /// <summary>What it was before, or null.</summary>
    public TrackedResource? Old { get; init; }

    /// <summary>Who looks after it; null for a component.</summary>
    public IResourceProvider? Provider { get; init; }

    /// <summary>How it differs.</summary>
    public DiffResult Diff { get; init; } = DiffResult.Same;

    public StepDescription Describe(StepOperation operation, bool isLogical = true) => new()
    {
        Operation = operation,
        Urn = New.Urn,
        Old = Old?.State,
        New = New,
        ReplaceKeys = Diff.ReplaceKeys,
        ChangedKeys = Diff.ChangedKeys,
        DetailedDiff = Diff.DetailedDiff,
        IsLogical = isLogical,
    };
}
