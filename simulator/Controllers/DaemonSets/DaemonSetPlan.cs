using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.DaemonSets;

/// <summary>A node and its pods of a DaemonSet.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="MayRun">Whether a pod may be created there.</param>
/// <param name="MayStay">Whether an existing pod may stay.</param>
/// <param name="Pods">The pods, those being deleted included.</param>
internal sealed record DaemonNode(string Name, bool MayRun, bool MayStay, IReadOnlyList<Pod> Pods)
{
    /// <summary>The pods that are not being deleted.</summary>
    public IEnumerable<Pod> Remaining => Pods.Where(pod => !pod.IsDeleting);
}

/// <summary>The next actions for a DaemonSet.</summary>
/// <param name="Create">The nodes to create pods on.</param>
/// <param name="Delete">The pods to delete.</param>
internal sealed record DaemonSetStep(IReadOnlyList<string> Create, IReadOnlyList<Pod> Delete);

/// <summary>
/// Decides the next actions for a DaemonSet: a pod on every eligible node, none elsewhere, and a rolling update of old pods.
/// </summary>
/// <param name="set">The DaemonSet.</param>
/// <param name="nodes">The nodes.</param>
/// <param name="hash">The hash of the current template.</param>
/// <param name="now">The current time.</param>
internal sealed class DaemonSetPlan(DaemonSet set, IReadOnlyList<DaemonNode> nodes, string hash, DateTimeOffset now)
{
    private readonly int _desired = nodes.Count(node => node.MayRun);

    private bool AllowsSurge => !set.UpdatesOnDelete && set.MaxSurge.ResolveUp(100) > 0;

    /// <summary>Creates missing pods and deletes superfluous ones.</summary>
    /// <param name="mayRemove">Whether a finished pod may be deleted now.</param>
    public DaemonSetStep Place(Func<DaemonNode, Pod, bool> mayRemove)
    {
        var (create, delete) = (new List<string>(), new List<Pod>());
        foreach (var node in nodes)
        {
            if (node is { MayRun: true, Pods.Count: 0 })
            {
                create.Add(node.Name);
            }
            else if (!node.MayStay)
            {
                delete.AddRange(node.Remaining);
            }
            else
            {
                delete.AddRange(node.Remaining.Where(pod => pod.IsFinished && mayRemove(node, pod)));
                var running = Order(node.Remaining.Where(pod => !pod.IsFinished)).ToList();
                // Without surge, a terminating pod occupies the node until it is deleted.
                if (AllowsSurge && running.Count == 0 && node.MayRun)
                {
                    create.Add(node.Name);
                }

                delete.AddRange(AllowsSurge ? FindSuperfluousWithSurge(running) : running.Skip(1));
            }
        }

        return new DaemonSetStep(create, delete);
    }

    /// <summary>Replaces pods of an older template.</summary>
    public DaemonSetStep Roll()
    {
        var (surge, maxUnavailable) = (set.MaxSurge.ResolveUp(_desired), set.MaxUnavailable.ResolveUp(_desired));
        return surge > 0 ? RollWithSurge(surge) : RollInPlace(maxUnavailable == 0 ? 1 : maxUnavailable);
    }

    /// <summary>Orders pods of a node: bound ones first, then by age.</summary>
    public static IOrderedEnumerable<Pod> Order(IEnumerable<Pod> pods) =>
        pods.OrderBy(pod => pod.NodeName is null).ThenBy(pod => pod.CreationTime).ThenBy(pod => pod.Name, StringComparer.Ordinal);

    /// <summary>Whether a pod is of the current template.</summary>
    public static bool IsUpdated(Pod pod, string hash) => pod.Labels.GetValueOrDefault(DaemonPods.HashLabel) == hash;

    private bool IsAvailable(Pod pod) => pod.IsAvailable(set.MinReady, now);

    // One new and one old pod may run side by side as long as the old one is ready and the new one is not available.
    private IEnumerable<Pod> FindSuperfluousWithSurge(List<Pod> running)
    {
        if (running.Count <= 1)
        {
            return [];
        }

        var (updated, old) = (running.Where(pod => IsUpdated(pod, hash)).ToList(), running.Where(pod => !IsUpdated(pod, hash)).ToList());
        var isOldSuperfluous = updated is [var newest, ..] && old is [var oldest, ..] && (!oldest.IsReady || IsAvailable(newest));
        return updated.Skip(1).Concat(old.Skip(isOldSuperfluous ? 0 : 1));
    }

    // Null for a node with several pods of a kind, which the next placement cleans up.
    private (Pod? New, Pod? Old)? FindPods(DaemonNode node)
    {
        var pods = node.Remaining.ToLookup(pod => IsUpdated(pod, hash));
        return pods[true].Count() > 1 || pods[false].Count() > 1 ? null : (pods[true].FirstOrDefault(), pods[false].FirstOrDefault());
    }

    private IEnumerable<DaemonNode> NodesToUpdate() => nodes.Where(node => node.MayRun || node.Pods.Count > 0);

    // Old pods that are unavailable are replaced at once; they count for maxUnavailable, which limits the replacement of the others.
    private DaemonSetStep RollInPlace(int maxUnavailable)
    {
        var (candidates, delete, unavailable) = (new List<Pod>(), new List<Pod>(), 0);
        foreach (var node in NodesToUpdate())
        {
            switch (FindPods(node))
            {
                case (null, { } old) when IsAvailable(old):
                    candidates.Add(old);
                    break;
                case (null, { } old):
                    delete.Add(old);
                    unavailable++;
                    break;
                case ({ } updated, null) when IsAvailable(updated):
                    break;
                default:
                    unavailable++;
                    break;
            }
        }

        delete.AddRange(candidates.Take(Math.Max(0, maxUnavailable - unavailable)));
        return new DaemonSetStep([], delete);
    }

    // A new pod joins an old one; the old one is deleted once the new one is available. An available pod on a node that is no longer
    // eligible stays until others replace it.
    private DaemonSetStep RollWithSurge(int surge)
    {
        var (create, candidates, delete, misplaced) = (new List<string>(), new List<string>(), new List<Pod>(), new List<Pod>());
        var (surging, available) = (0, 0);
        foreach (var node in NodesToUpdate())
        {
            if (FindPods(node) is not { } found)
            {
                surging++;
                continue;
            }

            var (updated, old) = found;
            available += (old ?? updated) is { } counted && IsAvailable(counted) ? 1 : 0;
            if (old is null)
            {
                continue;
            }

            switch (updated)
            {
                case null when node.MayRun:
                    (IsAvailable(old) ? candidates : create).Add(node.Name);
                    break;
                case null:
                    (IsAvailable(old) ? misplaced : delete).Add(old);
                    break;
                case not null when IsAvailable(updated):
                    delete.Add(old);
                    break;
                default:
                    surging++;
                    break;
            }
        }

        delete.AddRange(misplaced.Take(Math.Max(0, available - _desired)));
        return new DaemonSetStep([.. create, .. candidates.Take(Math.Max(0, surge - surging))], delete);
    }
}
