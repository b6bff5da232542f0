using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling;

/// <summary>A pod that is added to a node or removed from it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Times">1 if it is added, -1 if it is removed.</param>
internal readonly record struct PodChange(Node Node, PodRequirements Pod, int Times);
