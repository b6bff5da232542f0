namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Filters by required pod affinity and anti-affinity, both of the pod and of the pods already placed.</summary>
internal sealed class PodAffinityFilter : INodeFilter
{
    private static readonly Rejection AffinityMismatch = Rejection.Unresolvable("node(s) didn't match pod affinity rules");
    private static readonly Rejection AntiAffinityMismatch = Rejection.Resolvable("node(s) didn't match pod anti-affinity rules");
    private static readonly Rejection ExistingAntiAffinityMismatch = Rejection.Resolvable(
        "node(s) didn't satisfy existing pods anti-affinity rules"
    );

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, NodeView nodes)
    {
        List<PlacedTerm> excluding = [.. nodes.Terms[TermKind.RequiredAnti].Where(placed => placed.Term.Matches(pod.Pod))];
        if (excluding.Count == 0 && pod.Affinity.Count == 0 && pod.AntiAffinity.Count == 0)
        {
            return null;
        }

        // A placed pod satisfies the affinity only if it matches all terms.
        var matchingAll = PodGroup.Matching(pod.Affinity);
        List<DomainCounts> attracting = [.. pod.Affinity.Select(term => nodes.CountBy(term.TopologyKey, matchingAll))];
        List<DomainCounts> repelling = [.. pod.AntiAffinity.Select(term => nodes.CountBy(term.TopologyKey, PodGroup.Matching(term)))];
        // The first pod of a group with affinity to itself may be placed in any domain.
        var isFirst = attracting.TrueForAll(domains => domains.Total == 0) && pod.Affinity.All(term => term.Matches(pod.Pod));
        return node =>
        {
            for (var i = 0; i < attracting.Count; i++)
            {
                if (!node.Labels.TryGetValue(pod.Affinity[i].TopologyKey, out var domain) || (!isFirst && attracting[i][domain] == 0))
                {
                    return AffinityMismatch;
                }
            }

            for (var i = 0; i < repelling.Count; i++)
            {
                if (node.Labels.TryGetValue(pod.AntiAffinity[i].TopologyKey, out var domain) && repelling[i][domain] > 0)
                {
                    return AntiAffinityMismatch;
                }
            }

            foreach (var placed in excluding)
            {
                if (node.Labels.TryGetValue(placed.Term.TopologyKey, out var domain) && placed.Domains[domain] > 0)
                {
                    return ExistingAntiAffinityMismatch;
                }
            }

            return null;
        };
    }
}
