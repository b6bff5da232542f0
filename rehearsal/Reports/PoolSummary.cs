using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports;

/// <summary>A pool of nodes in a few figures.</summary>
/// <param name="Pool">Its name.</param>
/// <param name="Ready">The number of ready nodes over time, at the times of all samples.</param>
/// <param name="Cpu">The highest part of the cores of its nodes together that pods requested.</param>
/// <param name="Memory">The highest part of the memory of its nodes together that pods requested.</param>
internal sealed record PoolSummary(string Pool, IReadOnlyList<int> Ready, double Cpu, double Memory)
{
    /// <summary>The pools, in the order of their first nodes.</summary>
    public static IReadOnlyList<PoolSummary> Of(IReadOnlyList<NodeTimeline> nodes)
    {
        var times = nodes.SelectMany(node => node.Samples).Select(sample => sample.At).Distinct().Order().ToArray();
        var order = Enumerable.Range(0, times.Length).ToDictionary(index => times[index]);
        return [.. nodes.GroupBy(node => node.Pool).Select(pool => Sum(SafeText.Line(pool.Key), [.. pool], order))];
    }

    private static PoolSummary Sum(string name, IReadOnlyList<NodeTimeline> nodes, Dictionary<TimeSpan, int> order)
    {
        var ready = new int[order.Count];
        var (cores, requested) = (new double[order.Count], new double[order.Count]);
        var (memory, requestedMemory) = (new double[order.Count], new double[order.Count]);
        foreach (var node in nodes)
        {
            foreach (var sample in node.Samples)
            {
                var at = order[sample.At];
                ready[at] += sample.IsReady ? 1 : 0;
                cores[at] += node.Cores;
                requested[at] += sample.CpuRequested;
                memory[at] += node.Memory;
                requestedMemory[at] += sample.MemoryRequested;
            }
        }

        return new PoolSummary(name, ready, HighestPart(requested, cores), HighestPart(requestedMemory, memory));
    }

    private static double HighestPart(double[] used, double[] all) =>
        used.Zip(all, (part, whole) => whole > 0 ? part / whole : 0).DefaultIfEmpty().Max();
}
