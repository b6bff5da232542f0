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

    /// <summary>
    /// Returns how the old ReplicaSets are scaled down, in order: first by their unavailable pods, then by available ones, so that one
    /// ReplicaSet may be scaled twice. Empty if none may be.
    /// </summary>
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
        var resizes = new List<Resize>();
        if (RemoveUnavailable(byAge, sizes, maxRemovable, resizes))
        {
            var available = byAge.Sum(s => s.AvailableReplicas) + newSet.AvailableReplicas;
            RemoveAvailable(byAge, sizes, available - bounds.MinAvailable, resizes);
        }

        return resizes;
    }

    // Returns false at a ReplicaSet whose status still counts pods of its former size: its numbers are not known yet.
    private static bool RemoveUnavailable(List<ReplicaSet> byAge, Dictionary<ReplicaSet, int> sizes, int left, List<Resize> resizes)
    {
        foreach (var set in byAge.Where(s => s.Replicas > 0))
        {
            var down = Math.Min(set.Replicas - set.AvailableReplicas, left);
            if (left <= 0 || down < 0)
            {
                return left <= 0;
            }

            left -= Shrink(set, down, sizes, resizes);
        }

        return true;
    }

    private static void RemoveAvailable(List<ReplicaSet> byAge, Dictionary<ReplicaSet, int> sizes, int left, List<Resize> resizes)
    {
        foreach (var set in byAge)
        {
            left -= Shrink(set, Math.Min(sizes[set], Math.Max(0, left)), sizes, resizes);
        }
    }

    private static int Shrink(ReplicaSet set, int down, Dictionary<ReplicaSet, int> sizes, List<Resize> resizes)
    {
        if (down > 0)
        {
            sizes[set] -= down;
            resizes.Add(new Resize(set, sizes[set]));
        }

        return down;
    }
}
