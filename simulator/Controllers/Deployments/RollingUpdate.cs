using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>A ReplicaSet and its new size.</summary>
internal readonly record struct Resize(ReplicaSet ReplicaSet, int Replicas);

/// <summary>
/// One step of a rolling update: the new ReplicaSet is scaled up within the surge, or else the old ones are scaled down within the
/// availability, unavailable pods first.
/// </summary>
internal static class RollingUpdate
{
    /// <summary>Returns the size of the new ReplicaSet, given the total replicas of all ReplicaSets including it.</summary>
    public static int NewSize(RolloutBounds bounds, int total, int current)
    {
        if (current >= bounds.Replicas)
        {
            return bounds.Replicas;
        }

        return total >= bounds.MaxTotal ? current : current + Math.Min(bounds.MaxTotal - total, bounds.Replicas - current);
    }

    /// <summary>Returns the old ReplicaSets to scale down; empty if none may be.</summary>
    public static IReadOnlyList<Resize> ScaleDownOld(RolloutBounds bounds, ReplicaSet newSet, IReadOnlyCollection<ReplicaSet> oldSets)
    {
        var oldReplicas = oldSets.Sum(s => s.Replicas);
        if (oldReplicas == 0)
        {
            return [];
        }

        var newUnavailable = newSet.Replicas - newSet.AvailableReplicas;
        var maxRemovable = oldReplicas + newSet.Replicas - bounds.MinAvailable - newUnavailable;
        if (maxRemovable <= 0)
        {
            return [];
        }

        var byAge = oldSets.OrderBy(s => s.CreationTime).ThenBy(s => s.Name, StringComparer.Ordinal).ToList();
        var sizes = byAge.ToDictionary(s => s, s => s.Replicas);
        RemoveUnavailable(byAge, sizes, maxRemovable);
        RemoveAvailable(bounds, newSet, byAge, sizes);
        return [.. byAge.Where(s => sizes[s] != s.Replicas).Select(s => new Resize(s, sizes[s]))];
    }

    private static void RemoveUnavailable(List<ReplicaSet> byAge, Dictionary<ReplicaSet, int> sizes, int maxRemovable)
    {
        var removed = 0;
        foreach (var set in byAge)
        {
            if (removed >= maxRemovable)
            {
                break;
            }

            var down = Math.Min(maxRemovable - removed, Math.Max(0, set.Replicas - set.AvailableReplicas));
            sizes[set] -= down;
            removed += down;
        }
    }

    private static void RemoveAvailable(RolloutBounds bounds, ReplicaSet newSet, List<ReplicaSet> byAge, Dictionary<ReplicaSet, int> sizes)
    {
        var available = byAge.Sum(s => s.AvailableReplicas) + newSet.AvailableReplicas;
        var left = available - bounds.MinAvailable;
        foreach (var set in byAge)
        {
            if (left <= 0)
            {
                break;
            }

            var down = Math.Min(sizes[set], left);
            sizes[set] -= down;
            left -= down;
        }
    }
}
