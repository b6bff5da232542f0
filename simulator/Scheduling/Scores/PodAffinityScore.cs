namespace Infra.Simulator.Scheduling.Scores;

/// <summary>Scores preferred pod affinity and anti-affinity, both of the pod and of the pods already placed.</summary>
internal sealed class PodAffinityScore : INodeScore
{
    // The weight of required affinity terms of placed pods.
    private const int RequiredWeight = 1;

    /// <inheritdoc/>
    public long[]? Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, NodeView nodes)
    {
        List<WeightedDomains> weights =
        [
            .. Weigh(pod.PreferredAffinity, nodes, 1),
            .. Weigh(pod.PreferredAntiAffinity, nodes, -1),
            .. Weigh(TermKind.Preferred, pod, nodes, term => term.Weight),
            .. Weigh(TermKind.PreferredAnti, pod, nodes, term => -term.Weight),
            .. Weigh(TermKind.Required, pod, nodes, _ => RequiredWeight),
        ];
        if (weights.Count == 0)
        {
            return null;
        }

        var scores = new long[candidates.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            foreach (var (key, domains, weight) in weights)
            {
                scores[i] += candidates[i].Labels.TryGetValue(key, out var domain) ? weight * domains[domain] : 0;
            }
        }

        return Normalise(scores);
    }

    /// <summary>The terms of the pod: placed pods that match them count.</summary>
    private static IEnumerable<WeightedDomains> Weigh(IReadOnlyList<PodAffinityTerm> terms, NodeView nodes, int sign) =>
        terms.Select(term => new WeightedDomains(
            term.TopologyKey,
            nodes.CountBy(term.TopologyKey, PodGroup.Matching(term)),
            sign * (long)term.Weight
        ));

    /// <summary>The terms of placed pods that the pod matches.</summary>
    private static IEnumerable<WeightedDomains> Weigh(
        TermKind kind,
        PodRequirements pod,
        NodeView nodes,
        Func<PodAffinityTerm, long> weigh
    ) =>
        nodes
            .Terms[kind]
            .Where(placed => placed.Term.Matches(pod.Pod))
            .Select(placed => new WeightedDomains(placed.Term.TopologyKey, placed.Domains, weigh(placed.Term)));

    private static long[] Normalise(long[] raw)
    {
        var (min, max) = (raw.Min(), raw.Max());
        for (var i = 0; i < raw.Length; i++)
        {
            raw[i] = max == min ? 0 : (long)(Normalisation.Best * ((double)(raw[i] - min) / (max - min)));
        }

        return raw;
    }

    private readonly record struct WeightedDomains(string TopologyKey, DomainCounts Domains, long Weight);
}
