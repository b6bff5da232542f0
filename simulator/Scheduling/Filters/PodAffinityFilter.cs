using Infra.Simulator.Informers.Views;

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
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, IReadOnlyList<NodeInfo> nodes)
    {
        var excluded = ExistingAntiAffinityDomains(pod.Pod, nodes);
        if (excluded.Count == 0 && pod.Affinity.Count == 0 && pod.AntiAffinity.Count == 0)
        {
            return null;
        }
        // A placed pod satisfies the affinity only if it matches all terms.
        var affinityDomains = Domains(pod.Affinity, nodes, other => pod.Affinity.All(t => t.Matches(other)));
        var antiAffinityDomains = pod.AntiAffinity.Count == 0 ? [] : Domains(pod.AntiAffinity, nodes, null);
        // The first pod of a group with affinity to itself may be placed in any domain.
        var isFirst = affinityDomains.Count == 0 && pod.Affinity.All(t => t.Matches(pod.Pod));
        return node =>
        {
            foreach (var term in pod.Affinity)
            {
                if (
                    !node.Labels.TryGetValue(term.TopologyKey, out var domain)
                    || (!isFirst && !affinityDomains.Contains((term.TopologyKey, domain)))
                )
                {
                    return AffinityMismatch;
                }
            }

            foreach (var term in pod.AntiAffinity)
            {
                if (node.Labels.TryGetValue(term.TopologyKey, out var domain) && antiAffinityDomains.Contains((term.TopologyKey, domain)))
                {
                    return AntiAffinityMismatch;
                }
            }

            foreach (var (key, value) in excluded)
            {
                if (node.Labels.GetValueOrDefault(key) == value)
                {
                    return ExistingAntiAffinityMismatch;
                }
            }

            return null;
        };
    }

    private static HashSet<(string Key, string Value)> Domains(
        IReadOnlyList<PodAffinityTerm> terms,
        IReadOnlyList<NodeInfo> nodes,
        Func<Pod, bool>? matchesAll
    )
    {
        var found = new HashSet<(string, string)>();
        if (terms.Count == 0)
        {
            return found;
        }

        foreach (var node in nodes)
        {
            foreach (var term in terms)
            {
                if (
                    node.Labels.TryGetValue(term.TopologyKey, out var domain)
                    && !found.Contains((term.TopologyKey, domain))
                    && node.Pods.Any(p => matchesAll is null ? term.Matches(p) : matchesAll(p))
                )
                {
                    found.Add((term.TopologyKey, domain));
                }
            }
        }

        return found;
    }

    private static HashSet<(string Key, string Value)> ExistingAntiAffinityDomains(Pod pod, IReadOnlyList<NodeInfo> nodes)
    {
        var found = new HashSet<(string, string)>();
        foreach (var node in nodes)
        {
            if (node.PodsWithAffinity == 0)
            {
                continue;
            }

            foreach (var term in node.Placed.SelectMany(p => p.AntiAffinity))
            {
                if (node.Labels.TryGetValue(term.TopologyKey, out var domain) && term.Matches(pod))
                {
                    found.Add((term.TopologyKey, domain));
                }
            }
        }

        return found;
    }
}
