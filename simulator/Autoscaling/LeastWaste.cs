namespace Infra.Simulator.Autoscaling;

/// <summary>Chooses the option whose new nodes would have the smallest part of their CPU and memory unused.</summary>
internal static class LeastWaste
{
    /// <summary>Chooses an option; null if there is none. Options that waste the same are chosen by <paramref name="random"/>.</summary>
    public static ExpansionOption? Choose(IReadOnlyList<ExpansionOption> options, Func<int, int> random)
    {
        if (options.Count == 0)
        {
            return null;
        }

        var wastes = options.Select(GetWaste).ToList();
        var least = wastes.Min();
        var best = options.Where((_, i) => wastes[i] == least).ToList();
        return best.Count == 1 ? best[0] : best[random(best.Count)];
    }

    private static double GetWaste(ExpansionOption option)
    {
        var (cpu, memory) = (
            option.Nodes.Sum(node => (double)node.Allocatable.MilliCpu),
            option.Nodes.Sum(node => (double)node.Allocatable.Memory)
        );
        var usedCpu = option.Pods.Sum(pod => (double)pod.Requests.MilliCpu);
        var usedMemory = option.Pods.Sum(pod => (double)pod.Requests.Memory);
        return (cpu - usedCpu) / cpu + (memory - usedMemory) / memory;
    }
}
