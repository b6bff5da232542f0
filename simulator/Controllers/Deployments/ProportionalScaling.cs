using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>
/// Scaling in the middle of a rollout: the change is spread over the active ReplicaSets in proportion to their sizes, so that the share of old and new
/// pods stays what it was. What rounding leaves over goes to the largest one.
/// </summary>
internal static class ProportionalScaling
{
    /// <summary>The sizes of <paramref name="active"/> after the change; a ReplicaSet keeps its size where nothing is left to spread.</summary>
    /// <param name="bounds">The size now wanted.</param>
    /// <param name="active">ReplicaSets that ask for pods.</param>
    /// <param name="previousMaxTotal">The bound (replicas plus surge) that a ReplicaSet's size was made for, or null if unknown.</param>
    /// <param name="statusReplicas">Pods the Deployment had, standing in for an unknown earlier bound.</param>
    public static IReadOnlyList<Resize> Spread(
        RolloutBounds bounds, IReadOnlyCollection<ReplicaSet> active, Func<ReplicaSet, int?> previousMaxTotal, int statusReplicas)
    {
        var allowed = bounds.Replicas > 0 ? bounds.MaxTotal : 0;
        var toAdd = allowed - active.Sum(s => s.Replicas);
        var ordered = (toAdd < 0
            ? active.OrderByDescending(s => s.Replicas).ThenBy(s => s.CreationTime)
            : active.OrderByDescending(s => s.Replicas).ThenByDescending(s => s.CreationTime)).ToList();

        var result = new List<Resize>(ordered.Count);
        var added = 0;
        foreach (var set in ordered)
        {
            var share = toAdd == added ? 0 : Share(bounds, set, toAdd - added, toAdd > 0, previousMaxTotal(set) ?? statusReplicas);
            result.Add(new Resize(set, set.Replicas + share));
            added += share;
        }

        if (result.Count > 0 && toAdd != added)
            result[0] = result[0] with { Replicas = Math.Max(0, result[0].Replicas + toAdd - added) };
        return result;
    }

    private static int Share(RolloutBounds bounds, ReplicaSet set, int left, bool growing, int previousMaxTotal)
    {
        if (set.Replicas == 0)
            return 0;
        var fraction = bounds.Replicas == 0
            ? -set.Replicas
            : previousMaxTotal <= 0 ? 0 : Round((double)set.Replicas * bounds.MaxTotal / previousMaxTotal) - set.Replicas;
        return growing ? Math.Min(fraction, left) : Math.Max(fraction, left);
    }

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.AwayFromZero);
}
