namespace Infra.Simulator.Scheduling.Scores;

/// <summary>Prefers the nodes that the pod's node affinity prefers.</summary>
internal sealed class NodeAffinityScore : INodeScore
{
    /// <inheritdoc/>
    public long[]? Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, NodeView nodes) =>
        pod.PreferredNodes.Count == 0
            ? null
            : Normalisation.ToHighest(
                [.. candidates.Select(node => pod.PreferredNodes.Sum(p => p.Matches(node.Node) ? (long)p.Weight : 0))],
                lessIsBetter: false
            );
}
