namespace Infra.Simulator.Scheduling.Scores;

/// <summary>Prefers nodes with much free CPU and memory: the mean free share of the allocatable amounts, in percent.</summary>
internal sealed class LeastAllocatedScore : INodeScore
{
    /// <inheritdoc/>
    public long[] Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, IReadOnlyList<NodeInfo> nodes)
    {
        var scores = new long[candidates.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            var (has, used) = (candidates[i].Allocatable, candidates[i].ScoredRequests);
            var (sum, kinds) = (0L, 0);
            Count(has.MilliCpu, used.MilliCpu + pod.ScoredRequests.MilliCpu);
            Count(has.Memory, used.Memory + pod.ScoredRequests.Memory);
            scores[i] = kinds == 0 ? 0 : sum / kinds;

            void Count(long allocatable, long requested)
            {
                if (allocatable == 0)
                {
                    return;
                }

                kinds++;
                sum += requested > allocatable ? 0 : (allocatable - requested) * Normalisation.Best / allocatable;
            }
        }

        return scores;
    }
}
