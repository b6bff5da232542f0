using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Deployments.Planning;

/// <summary>The inputs of an earlier state as the goal of a deployment, instead of a program's.</summary>
/// <param name="State">The earlier state.</param>
internal sealed record SnapshotGoal(Snapshot State)
{
    /// <summary>The resources to bring to the goal; the others are left as they are. Null for all.</summary>
    public IReadOnlySet<Urn>? Changed { get; init; }
}
