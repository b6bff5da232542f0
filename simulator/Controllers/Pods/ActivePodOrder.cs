using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.Pods;

/// <summary>
/// Orders active pods by how early they are in their life: unassigned, pending, not ready, ready for less time, restarted more often,
/// younger. Jobs delete the first ones.
/// </summary>
internal sealed class ActivePodOrder : IComparer<Pod>
{
    /// <summary>The only instance.</summary>
    public static ActivePodOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(Pod? x, Pod? y)
    {
        if (x is null || y is null)
        {
            return Comparer<bool>.Default.Compare(x is not null, y is not null);
        }

        ReadOnlySpan<int> orders =
        [
            (x.NodeName is not null).CompareTo(y.NodeName is not null),
            Rank(x.Phase).CompareTo(Rank(y.Phase)),
            x.IsReady.CompareTo(y.IsReady),
            x.IsReady && y.IsReady ? Nullable.Compare(y.ReadySince, x.ReadySince) : 0,
            y.MaxRestarts.CompareTo(x.MaxRestarts),
            y.CreationTime.CompareTo(x.CreationTime),
        ];
        foreach (var order in orders)
        {
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int Rank(PodPhase phase) =>
        phase switch
        {
            PodPhase.Pending => 0,
            PodPhase.Unknown => 1,
            _ => 2,
        };
}
