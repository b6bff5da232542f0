namespace Infra.Simulator.Scheduling.Scores;

/// <summary>A score plugin: ranks the nodes that passed all filters.</summary>
internal interface INodeScore
{
    /// <summary>Returns the score of each candidate, 0 to 100; null if the plugin does not apply to the pod.</summary>
    /// <param name="pod">The pod to place.</param>
    /// <param name="candidates">The nodes that passed all filters.</param>
    /// <param name="nodes">All nodes.</param>
    long[]? Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, NodeView nodes);
}

/// <summary>Normalises raw numbers to the range from 0 to 100.</summary>
internal static class Normalisation
{
    /// <summary>The highest score.</summary>
    public const long Best = 100;

    /// <summary>Scales in proportion to the highest number, inverted if less is better.</summary>
    public static long[] ToHighest(long[] raw, bool lessIsBetter)
    {
        var highest = raw.Max();
        for (var i = 0; i < raw.Length; i++)
        {
            var share = highest == 0 ? 0 : raw[i] * Best / highest;
            raw[i] = lessIsBetter ? Best - share : share;
        }

        return raw;
    }
}
