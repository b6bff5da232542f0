namespace Infra.Simulator.Scheduling.Scores;

/// <summary>Prefers nodes with much free CPU and memory: the mean free share of the allocatable amounts, in percent.</summary>
internal sealed class LeastAllocatedScore : INodeScore
{
    /// <inheritdoc/>
    public long[] Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, NodeView nodes)
    {
        var scores = new long[candidates.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            var (allocatable, requested) = (candidates[i].Allocatable, candidates[i].ScoredRequests);
            var (sum, kinds) = (0L, 0);
            Count(allocatable.MilliCpu, requested.MilliCpu + pod.ScoredRequests.MilliCpu);
            Count(allocatable.Memory, requested.Memory + pod.ScoredRequests.Memory);
            scores[i] = kinds == 0 ? 0 : sum / kinds;

            void Count(long total, long used)
            {
                if (total == 0)
                {
                    return;
                }

                kinds++;
                sum += used > total ? 0 : (total - used) * Normalisation.Best / total;
            }
        }

        return scores;
    }
}
