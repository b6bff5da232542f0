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
        var antiAffinityDomains = Domains(pod.AntiAffinity, nodes, null);
        // The first pod of a group with affinity to itself may be placed in any domain.
        var isFirst = Array.TrueForAll(affinityDomains, domains => domains.Count == 0) && pod.Affinity.All(t => t.Matches(pod.Pod));
        return node =>
        {
            for (var i = 0; i < pod.Affinity.Count; i++)
            {
                if (
                    !node.Labels.TryGetValue(pod.Affinity[i].TopologyKey, out var domain)
                    || (!isFirst && !affinityDomains[i].Contains(domain))
                )
                {
                    return AffinityMismatch;
                }
            }

            for (var i = 0; i < pod.AntiAffinity.Count; i++)
            {
                if (node.Labels.TryGetValue(pod.AntiAffinity[i].TopologyKey, out var domain) && antiAffinityDomains[i].Contains(domain))
                {
                    return AntiAffinityMismatch;
                }
            }

            foreach (var (key, values) in excluded)
            {
                if (node.Labels.TryGetValue(key, out var domain) && values.Contains(domain))
                {
                    return ExistingAntiAffinityMismatch;
                }
            }

            return null;
        };
    }

    /// <summary>The domains with a matching pod, for each term.</summary>
    private static HashSet<string>[] Domains(
        IReadOnlyList<PodAffinityTerm> terms,
        IReadOnlyList<NodeInfo> nodes,
        Func<Pod, bool>? matchesAll
    )
    {
        HashSet<string>[] found = [.. terms.Select(_ => new HashSet<string>(StringComparer.Ordinal))];
        if (terms.Count == 0)
        {
            return found;
        }

        foreach (var node in nodes)
        {
            if (node.Placed.Count == 0)
            {
                continue;
            }

            for (var i = 0; i < found.Length; i++)
            {
                if (
                    node.Labels.TryGetValue(terms[i].TopologyKey, out var domain)
                    && !found[i].Contains(domain)
                    && HasMatch(node, matchesAll ?? terms[i].Matches)
                )
                {
                    found[i].Add(domain);
                }
            }
        }

        return found;
    }

    private static bool HasMatch(NodeInfo node, Func<Pod, bool> matches)
    {
        foreach (var placed in node.Placed)
        {
            if (matches(placed.Pod))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The values by topology key.</summary>
    private static Dictionary<string, HashSet<string>> ExistingAntiAffinityDomains(Pod pod, IReadOnlyList<NodeInfo> nodes)
    {
        var found = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (node.WithAffinity.Count == 0)
            {
                continue;
            }

            foreach (var placed in node.WithAffinity)
            {
                foreach (var term in placed.AntiAffinity)
                {
                    if (!node.Labels.TryGetValue(term.TopologyKey, out var domain) || !term.Matches(pod))
                    {
                        continue;
                    }

                    if (!found.TryGetValue(term.TopologyKey, out var values))
                    {
                        found[term.TopologyKey] = values = new HashSet<string>(StringComparer.Ordinal);
                    }

                    values.Add(domain);
                }
            }
        }

        return found;
    }
}
