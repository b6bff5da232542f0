using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Scheduling.Scores;

/// <summary>Scores preferred pod affinity and anti-affinity, both of the pod and of the pods already placed.</summary>
internal sealed class PodAffinityScore : INodeScore
{
    // The weight of required affinity terms of placed pods.
    private const int RequiredWeight = 1;

    /// <inheritdoc/>
    public long[]? Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, IReadOnlyList<NodeInfo> nodes)
    {
        var hasPreferences = pod.PreferredAffinity.Count + pod.PreferredAntiAffinity.Count > 0;
        var weights = new Dictionary<(string Key, string Value), long>();
        foreach (var node in nodes)
        {
            // Without preferences of the pod, only those of placed pods count.
            var relevant = hasPreferences ? node.Placed : node.WithAffinity;
            if (relevant.Count == 0)
            {
                continue;
            }

            foreach (var placed in relevant)
            {
                AddWeights(pod, placed, node, weights);
            }
        }

        if (weights.Count == 0)
        {
            return null;
        }

        var keys = weights.Keys.Select(k => k.Key).Distinct().ToList();
        return Normalise([
            .. candidates.Select(node =>
                keys.Sum(key => node.Labels.TryGetValue(key, out var value) ? weights.GetValueOrDefault((key, value)) : 0)
            ),
        ]);
    }

    private static void AddWeights(PodRequirements pod, PodRequirements placed, NodeInfo node, Dictionary<(string, string), long> weights)
    {
        Add(pod.PreferredAffinity, placed.Pod, 1);
        Add(pod.PreferredAntiAffinity, placed.Pod, -1);
        Add(placed.PreferredAffinity, pod.Pod, 1);
        Add(placed.PreferredAntiAffinity, pod.Pod, -1);
        foreach (var term in placed.Affinity)
        {
            AddTerm(term, pod.Pod, RequiredWeight);
        }

        void Add(IReadOnlyList<PodAffinityTerm> terms, Pod other, int sign)
        {
            foreach (var term in terms)
            {
                AddTerm(term, other, sign * term.Weight);
            }
        }

        void AddTerm(PodAffinityTerm term, Pod other, long weight)
        {
            if (node.Labels.TryGetValue(term.TopologyKey, out var domain) && term.Matches(other))
            {
                weights[(term.TopologyKey, domain)] = weights.GetValueOrDefault((term.TopologyKey, domain)) + weight;
            }
        }
    }

    private static long[] Normalise(long[] raw)
    {
        var (min, max) = (raw.Min(), raw.Max());
        for (var i = 0; i < raw.Length; i++)
        {
            raw[i] = max == min ? 0 : (long)(Normalisation.Best * ((double)(raw[i] - min) / (max - min)));
        }

        return raw;
    }
}
