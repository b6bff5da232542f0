namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Filters out nodes where the pod would violate its required topology spread constraints.</summary>
internal sealed class TopologySpreadFilter : INodeFilter
{
    private static readonly Rejection Skewed = Rejection.Resolvable("node(s) didn't match pod topology spread constraints");
    private static readonly Rejection Unlabelled = Rejection.Unresolvable(
        "node(s) didn't match pod topology spread constraints (missing required label)"
    );

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, NodeView nodes)
    {
        var required = pod.Spread.Where(c => c.IsRequired).ToList();
        if (required.Count == 0)
        {
            return null;
        }

        var checks = required.ConvertAll(constraint => new Check(constraint, pod, Count(constraint, required, pod, nodes)));
        return node =>
        {
            foreach (var check in checks)
            {
                if (!node.Labels.TryGetValue(check.TopologyKey, out var domain))
                {
                    return Unlabelled;
                }

                if (!check.Allows(domain))
                {
                    return Skewed;
                }
            }

            return null;
        };
    }

    private static DomainCounts Count(SpreadConstraint constraint, List<SpreadConstraint> required, PodRequirements pod, NodeView nodes)
    {
        var group = constraint.GetGroup(pod.Pod.Namespace);
        if (required.Count == 1 && constraint.IncludesAll(pod))
        {
            return nodes.CountBy(constraint.TopologyKey, group);
        }

        // Nodes that lack any of the topology labels are not counted.
        var counts = new DomainCounts();
        foreach (var node in nodes)
        {
            if (required.TrueForAll(one => node.Labels.ContainsKey(one.TopologyKey)) && constraint.Includes(node, pod))
            {
                counts.Add(node.Labels[constraint.TopologyKey], nodes.CountOn(node, group));
            }
        }

        return counts;
    }

    private sealed class Check(SpreadConstraint constraint, PodRequirements pod, DomainCounts counts)
    {
        private readonly int _ownCount = constraint.Matches(pod.Pod) ? 1 : 0;
        private readonly int _minimum = counts.Domains < constraint.MinDomains ? 0 : counts.Minimum;

        public string TopologyKey => constraint.TopologyKey;

        public bool Allows(string domain) => counts[domain] + _ownCount - _minimum <= constraint.MaxSkew;
    }
}
