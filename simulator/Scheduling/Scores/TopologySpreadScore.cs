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
    public long[]? Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, NodeView nodes)
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
        NodeView nodes,
        double[] raw
    )
    {
        var group = constraint.GetGroup(pod.Pod.Namespace);
        var isPerNode = constraint.TopologyKey == HostName;
        var domains = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < candidates.Count && !isPerNode; i++)
        {
            if (isCounted[i] && candidates[i].Labels.TryGetValue(constraint.TopologyKey, out var domain))
            {
                domains.Add(domain);
            }
        }

        var counts = isPerNode ? null : CountBy(constraint, pod, nodes, group);
        var weight = Math.Log((isPerNode ? isCounted.Count(c => c) : domains.Count) + 2);
        for (var i = 0; i < candidates.Count; i++)
        {
            if (isCounted[i] && candidates[i].Labels.TryGetValue(constraint.TopologyKey, out var domain))
            {
                var count = counts?[domain] ?? nodes.CountOn(candidates[i], group);
                raw[i] += (count * weight) + (constraint.MaxSkew - 1);
            }
        }
    }

    private static DomainCounts CountBy(SpreadConstraint constraint, PodRequirements pod, NodeView nodes, PodGroup group)
    {
        if (constraint.IncludesAll(pod))
        {
            return nodes.CountBy(constraint.TopologyKey, group);
        }

        var counts = new DomainCounts();
        foreach (var node in nodes)
        {
            if (node.Labels.TryGetValue(constraint.TopologyKey, out var domain) && constraint.Includes(node, pod))
            {
                counts.Add(domain, nodes.CountOn(node, group));
            }
        }

        return counts;
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
