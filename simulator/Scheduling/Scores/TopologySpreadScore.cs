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
        var hasConstraints = pod.Spread.Count > 0;
        var constraints =
            hasConstraints ? pod.Spread.Where(c => !c.IsRequired).ToList()
            : workloadSelector(pod) is { } selector ? [.. SpreadConstraint.Default(selector)]
            : [];
        if (constraints.Count == 0)
        {
            return null;
        }
        // With the pod's own constraints, a node that lacks a label scores 0; with the default ones, it has no count for that label.
        var isCounted = candidates
            .Select(n => !hasConstraints || constraints.TrueForAll(c => n.Labels.ContainsKey(c.TopologyKey)))
            .ToArray();
        var raw = new double[candidates.Count];
        foreach (var constraint in constraints)
        {
            AddCounts(constraint, pod, candidates, isCounted, nodes, raw);
        }

        return Normalise(raw, isCounted);
    }

    private static void AddCounts(
        SpreadConstraint constraint,
        PodRequirements pod,
        IReadOnlyList<NodeInfo> candidates,
        bool[] isCounted,
        IReadOnlyList<NodeInfo> nodes,
        double[] raw
    )
    {
        var group = constraint.GetGroup(pod.Pod.Namespace);
        var isPerNode = constraint.TopologyKey == HostName;
        var domains = new Dictionary<string, int>();
        for (var i = 0; i < candidates.Count; i++)
        {
            if (isCounted[i] && candidates[i].Labels.TryGetValue(constraint.TopologyKey, out var domain))
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
                    domains[domain] = count + Count(node);
                }
            }
        }

        var weight = Math.Log((isPerNode ? isCounted.Count(c => c) : domains.Count) + 2);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (!isCounted[i] || !candidates[i].Labels.TryGetValue(constraint.TopologyKey, out var domain))
            {
                continue;
            }

            var count = isPerNode ? Count(candidates[i]) : domains[domain];
            raw[i] += (count * weight) + (constraint.MaxSkew - 1);
        }

        int Count(NodeInfo node) => group is null ? 0 : node.Count(group);
    }

    private static long[] Normalise(double[] raw, bool[] isCounted)
    {
        var scores = raw.Select(r => (long)Math.Round(r, MidpointRounding.AwayFromZero)).ToArray();
        var counted = scores.Where((_, i) => isCounted[i]).ToList();
        var (min, max) = counted.Count == 0 ? (0, 0) : (counted.Min(), counted.Max());
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] =
                !isCounted[i] ? 0
                : max == 0 ? Normalisation.Best
                : Normalisation.Best * (max + min - scores[i]) / max;
        }

        return scores;
    }
}
