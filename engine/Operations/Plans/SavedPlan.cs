using Infra.Engine.Deployments.Planning.Plans;
using Infra.Engine.Resources.Selection;

namespace Infra.Engine.Operations.Plans;

/// <summary>A plan that an update may carry out later.</summary>
internal sealed record SavedPlan
{
    public required PlanBindings Bindings { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on it is refused (UTC).</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The resources the plan is limited to, and those it replaces.</summary>
    public required ResourceSelection Selection { get; init; }

    public required IReadOnlyList<PlannedResource> Resources { get; init; }
}
