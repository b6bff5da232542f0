using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling.Scores;

/// <summary>Prefers nodes with few untolerated PreferNoSchedule taints.</summary>
internal sealed class TaintTolerationScore : INodeScore
{
    /// <inheritdoc/>
    public long[] Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, NodeView nodes)
    {
        var counts = new long[candidates.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = Count(pod, candidates[i].Node.Taints);
        }

        return Normalisation.ToHighest(counts, lessIsBetter: true);
    }

    private static long Count(PodRequirements pod, IReadOnlyList<Taint> taints)
    {
        var count = 0;
        for (var i = 0; i < taints.Count; i++)
        {
            if (taints[i].Effect == TaintEffect.PreferNoSchedule && !pod.Tolerates(taints[i]))
            {
                count++;
            }
        }

        return count;
    }
}
