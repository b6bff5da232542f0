namespace Infra.Simulator.Scheduling.Scores;

/// <summary>
/// Prefers nodes where the pod makes the utilization of CPU and memory more equal. With the balance s = (1 − σ)·100, where σ is half
/// the difference of the two utilizations, the score is 50 + (50 + s(with the pod) − s(without))/2.
/// </summary>
internal sealed class BalancedAllocationScore : INodeScore
{
    /// <inheritdoc/>
    public long[]? Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, NodeView nodes)
    {
        if (pod.Requests is { MilliCpu: 0, Memory: 0 })
        {
            return null;
        }

        var scores = new long[candidates.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            var (allocatable, requested) = (candidates[i].Allocatable, candidates[i].Requested);
            var without = Balance(allocatable, requested.MilliCpu, requested.Memory);
            var with = Balance(allocatable, requested.MilliCpu + pod.Requests.MilliCpu, requested.Memory + pod.Requests.Memory);
            scores[i] = (Normalisation.Best / 2) + (((Normalisation.Best / 2) + with - without) / 2);
        }

        return scores;
    }

    private static long Balance(Resources allocatable, long milliCpu, long memory)
    {
        var difference = Math.Abs(Fraction(milliCpu, allocatable.MilliCpu) - Fraction(memory, allocatable.Memory));
        return (long)((1 - (difference / 2)) * Normalisation.Best);
    }

    private static double Fraction(long requested, long allocatable) => allocatable == 0 ? 1 : Math.Min(1, (double)requested / allocatable);
}
