using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>
/// Scaling during a rollout: the change is distributed over the active ReplicaSets in proportion to their sizes, which keeps the shares of
/// old and new pods. The remainder of the rounding goes to the largest one.
/// </summary>
internal static class ProportionalScaling
{
    /// <summary>Computes the new sizes of the ReplicaSets.</summary>
    /// <param name="bounds">The limits of the desired size.</param>
    /// <param name="active">The ReplicaSets with replicas.</param>
    /// <param name="previousMaxTotal">Returns the desired replicas plus surge at a ReplicaSet's last scaling, or null if unknown.</param>
    /// <param name="statusReplicas">The Deployment's <c>status.replicas</c>, used if the former is unknown.</param>
    public static IReadOnlyList<Resize> Spread(
        RolloutBounds bounds,
        IReadOnlyCollection<ReplicaSet> active,
        Func<ReplicaSet, int?> previousMaxTotal,
        int statusReplicas
    )
    {
        var allowed = bounds.Replicas > 0 ? bounds.MaxTotal : 0;
        var toAdd = allowed - active.Sum(s => s.Replicas);
        var ordered = (
            toAdd < 0
                ? active.OrderByDescending(s => s.Replicas).ThenBy(s => s.CreationTime)
                : active.OrderByDescending(s => s.Replicas).ThenByDescending(s => s.CreationTime)
        ).ToList();

        var result = new List<Resize>(ordered.Count);
        var added = 0;
        foreach (var set in ordered)
        {
            var share =
                toAdd == added
                    ? 0
                    : Share(bounds, set, toAdd - added, toAdd > 0, previousMaxTotal(set) is { } total and not 0 ? total : statusReplicas);
            result.Add(new Resize(set, set.Replicas + share));
            added += share;
        }

        if (result.Count > 0 && toAdd != added)
        {
            result[0] = result[0] with { Replicas = Math.Max(0, result[0].Replicas + toAdd - added) };
        }

        return result;
    }

    private static int Share(RolloutBounds bounds, ReplicaSet set, int left, bool growing, int previousMaxTotal)
    {
        if (set.Replicas == 0)
        {
            return 0;
        }

        var fraction =
            bounds.Replicas == 0 ? -set.Replicas
            : previousMaxTotal <= 0 ? 0
            : Round((double)set.Replicas * bounds.MaxTotal / previousMaxTotal) - set.Replicas;
        return growing ? Math.Min(fraction, left) : Math.Max(fraction, left);
    }

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.AwayFromZero);
}
