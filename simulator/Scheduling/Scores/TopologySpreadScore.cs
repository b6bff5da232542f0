using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling.Scores;

/// <summary>
/// Prefers nodes in domains with few matching pods, by the pod's preferred topology spread constraints or, without any, by the defaults for
/// workloads. A count is weighted by the logarithm of the number of domains plus two.
/// </summary>
/// <param name="workloadSelector">Returns the selector of a pod's workload and Services; null for none.</param>
internal sealed class TopologySpreadScore(Func<PodRequirements, LabelSelector?> workloadSelector) : INodeScore
{
    private const string HostName = "kubernetes.io/hostname";

    /// <inheritdoc/>
    public long[]? Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, IReadOnlyList<NodeInfo> nodes)
    {
        var isOwnWish = pod.Spread.Count > 0;
        var constraints =
            isOwnWish ? pod.Spread.Where(c => !c.IsRequired).ToList()
            : workloadSelector(pod) is { } selector ? [.. SpreadConstraint.Default(selector)]
            : [];
        if (constraints.Count == 0)
        {
            return null;
        }
        // With constraints of its own, a pod's nodes without the label score lowest; by default they are not counted.
        var considered = candidates.Select(n => !isOwnWish || constraints.TrueForAll(c => n.Labels.ContainsKey(c.TopologyKey))).ToArray();
        var raw = new double[candidates.Count];
        foreach (var constraint in constraints)
        {
            AddCounts(constraint, pod, candidates, considered, nodes, raw);
        }

        return Normalise(raw, considered);
    }

    private static void AddCounts(
        SpreadConstraint constraint,
        PodRequirements pod,
        IReadOnlyList<NodeInfo> candidates,
        bool[] considered,
        IReadOnlyList<NodeInfo> nodes,
        double[] raw
    )
    {
        var isPerNode = constraint.TopologyKey == HostName;
        var domains = new Dictionary<string, int>();
        for (var i = 0; i < candidates.Count; i++)
        {
            if (considered[i] && candidates[i].Labels.TryGetValue(constraint.TopologyKey, out var domain))
            {
                domains.TryAdd(domain, 0);
            }
        }

        if (!isPerNode)
        {
            foreach (var node in nodes)
            {
                if (
                    node.Labels.TryGetValue(constraint.TopologyKey, out var domain)
                    && domains.TryGetValue(domain, out var count)
                    && constraint.Includes(node, pod)
                )
                {
                    domains[domain] = count + constraint.Count(node, pod.Pod.Namespace);
                }
            }
        }

        var weight = Math.Log((isPerNode ? considered.Count(c => c) : domains.Count) + 2);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!considered[i] || !candidates[i].Labels.TryGetValue(constraint.TopologyKey, out var domain))
            {
                continue;
            }

            var count = isPerNode ? constraint.Count(candidates[i], pod.Pod.Namespace) : domains[domain];
            raw[i] += (count * weight) + (constraint.MaxSkew - 1);
        }
    }

    private static long[] Normalise(double[] raw, bool[] considered)
    {
        var scores = raw.Select(r => (long)Math.Round(r, MidpointRounding.AwayFromZero)).ToArray();
        var counted = scores.Where((_, i) => considered[i]).ToList();
        var (least, most) = counted.Count == 0 ? (0, 0) : (counted.Min(), counted.Max());
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] =
                !considered[i] ? 0
                : most == 0 ? Normalisation.Best
                : Normalisation.Best * (most + least - scores[i]) / most;
        }

        return scores;
    }
}
