namespace Infra.Simulator.Scheduling.Scores;

/// <summary>Compares the nodes a pod fits on.</summary>
internal interface INodeScore
{
    /// <summary>The score of each candidate, 0 to 100; null where this has no say about the pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="candidates">The nodes it fits on.</param>
    /// <param name="nodes">All nodes.</param>
    long[]? Score(PodRequirements pod, IReadOnlyList<NodeInfo> candidates, IReadOnlyList<NodeInfo> nodes);
}

/// <summary>Brings raw numbers to the range from 0 to 100.</summary>
internal static class Normalisation
{
    /// <summary>The best possible score.</summary>
    public const long Best = 100;

    /// <summary>In proportion to the highest, or the other way round where less is better.</summary>
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
