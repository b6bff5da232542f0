using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling.Scores;

/// <summary>Prefers nodes with few untolerated PreferNoSchedule taints.</summary>
internal sealed class TaintTolerationScore : INodeScore
{
    /// <inheritdoc/>
    public long[] Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, IReadOnlyList<NodeInfo> nodes) =>
        Normalisation.ToHighest([.. candidates.Select(node => Count(pod, node))], lessIsBetter: true);

    private static long Count(PodRequirements pod, NodeInfo node)
    {
        var count = 0;
        foreach (var taint in node.Node.Taints)
        {
            if (taint.Effect == TaintEffect.PreferNoSchedule && !pod.Tolerates(taint))
            {
                count++;
            }
        }

        return count;
    }
}
