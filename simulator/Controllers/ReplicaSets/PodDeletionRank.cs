using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.ReplicaSets;

/// <summary>
/// The order in which the ReplicaSet and Job controllers delete pods: unbound, Pending, Unknown before Running, not ready, lower deletion
/// cost, more related pods on the node, ready for less time, more restarts, younger. Times are compared by order of magnitude, so that pods
/// of similar age are not deleted strictly by age; the last tie is broken by UID.
/// </summary>
internal sealed class PodDeletionRank(IReadOnlyDictionary<string, int> podsOnNode, DateTimeOffset now) : IComparer<Pod>
{
    /// <summary>Chooses the <paramref name="count"/> pods to delete, in order.</summary>
    /// <param name="candidates">The pods of one ReplicaSet or Job.</param>
    /// <param name="related">The pods of all ReplicaSets of the same owner, which count for the pods per node.</param>
    /// <param name="count">The number of pods to delete.</param>
    /// <param name="now">The current time.</param>
    public static IReadOnlyList<Pod> Choose(IReadOnlyCollection<Pod> candidates, IEnumerable<Pod> related, int count, DateTimeOffset now)
    {
        if (count >= candidates.Count)
        {
            return [.. candidates];
        }

        var onNode = related
            .Where(p => p.IsActive && p.NodeName is not null)
            .GroupBy(p => p.NodeName!)
            .ToDictionary(g => g.Key, g => g.Count());
        return [.. candidates.Order(new PodDeletionRank(onNode, now)).Take(count)];
    }

    /// <inheritdoc/>
    public int Compare(Pod? x, Pod? y)
    {
        if (x is null || y is null)
        {
            return Comparer<bool>.Default.Compare(x is not null, y is not null);
        }

        var order = (x.NodeName is not null).CompareTo(y.NodeName is not null);
        if (order != 0)
        {
            return order;
        }

        order = PhaseRank(x).CompareTo(PhaseRank(y));
        if (order != 0)
        {
            return order;
        }

        order = x.IsReady.CompareTo(y.IsReady);
        if (order != 0)
        {
            return order;
        }

        order = x.DeletionCost.CompareTo(y.DeletionCost);
        if (order != 0)
        {
            return order;
        }

        order = CountOnNode(y).CompareTo(CountOnNode(x));
        if (order != 0)
        {
            return order;
        }

        if (x.IsReady && y.IsReady && x.ReadySince != y.ReadySince)
        {
            return CompareAges(x, x.ReadySince, y, y.ReadySince);
        }

        order = y.MaxRestarts.CompareTo(x.MaxRestarts);
        if (order != 0)
        {
            return order;
        }

        return x.CreationTime != y.CreationTime ? CompareAges(x, x.CreationTime, y, y.CreationTime) : string.CompareOrdinal(x.Uid, y.Uid);
    }

    private static int PhaseRank(Pod pod) =>
        pod.Phase switch
        {
            PodPhase.Pending => 0,
            PodPhase.Unknown => 1,
            _ => 2,
        };

    private int CountOnNode(Pod pod) => pod.NodeName is { } node ? podsOnNode.GetValueOrDefault(node) : 0;

    // The younger pod first, by the order of magnitude of the age; equal orders are ties, broken by UID.
    private int CompareAges(Pod x, DateTimeOffset? since, Pod y, DateTimeOffset? otherSince)
    {
        var order = Magnitude(since).CompareTo(Magnitude(otherSince));
        return order != 0 ? order : string.CompareOrdinal(x.Uid, y.Uid);
    }

    private int Magnitude(DateTimeOffset? since)
    {
        var nanoseconds = since is { } s ? (now - s).TotalNanoseconds : 0;
        return nanoseconds > 0 ? (int)Math.Log2(nanoseconds) : -1;
    }
}
