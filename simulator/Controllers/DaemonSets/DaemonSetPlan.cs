using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.DaemonSets;

/// <summary>The next actions for a DaemonSet.</summary>
/// <param name="Create">The nodes to create pods on.</param>
/// <param name="Delete">The pods to delete.</param>
internal sealed record DaemonSetStep(IReadOnlyList<string> Create, IReadOnlyList<Pod> Delete);

/// <summary>
/// Decides the next actions for a DaemonSet: a pod on every eligible node, none elsewhere, and a rolling update of old pods.
/// </summary>
internal static class DaemonSetPlan
{
    /// <summary>Creates missing pods and deletes superfluous ones.</summary>
    /// <param name="nodes">Each node, and whether a pod may be created and may stay there.</param>
    /// <param name="podsOn">Returns the pods of a node.</param>
    public static DaemonSetStep Place(IEnumerable<(string Node, bool MayRun, bool MayStay)> nodes, Func<string, IReadOnlyList<Pod>> podsOn)
    {
        var (create, delete) = (new List<string>(), new List<Pod>());
        foreach (var (node, mayRun, mayStay) in nodes)
        {
            var pods = podsOn(node);
            var remaining = pods.Where(p => !p.IsDeleting).ToList();
            delete.AddRange(remaining.Where(p => !mayStay || p.IsFinished));
            remaining.RemoveAll(p => p.IsFinished);
            if (!mayStay)
            {
                continue;
            }
            // A terminating pod occupies the node until it is deleted.
            if (mayRun && remaining.Count == 0 && !pods.Any(p => p.IsDeleting || p.IsFinished))
            {
                create.Add(node);
            }

            if (remaining.Count > 1)
            {
                delete.AddRange(remaining.OrderBy(p => p.CreationTime).ThenBy(p => p.Name, StringComparer.Ordinal).Skip(1));
            }
        }

        return new DaemonSetStep(create, delete);
    }

    /// <summary>Replaces pods of an older template: unavailable ones immediately, others within <c>maxUnavailable</c>.</summary>
    /// <param name="desired">The number of eligible nodes.</param>
    /// <param name="set">The DaemonSet to update.</param>
    /// <param name="nodes">The eligible nodes.</param>
    /// <param name="podsOn">Returns the pods of a node.</param>
    /// <param name="hash">The hash of the current template.</param>
    /// <param name="now">The current time.</param>
    public static DaemonSetStep Roll(
        int desired,
        DaemonSet set,
        IEnumerable<string> nodes,
        Func<string, IReadOnlyList<Pod>> podsOn,
        string hash,
        DateTimeOffset now
    )
    {
        var (surge, maxUnavailable) = (set.MaxSurge.ResolveUp(desired), set.MaxUnavailable.ResolveUp(desired));
        return surge > 0
            ? RollWithSurge(surge, set, nodes, podsOn, hash, now)
            : RollInPlace(Math.Max(1, maxUnavailable), set, nodes, podsOn, hash, now);
    }

    private static DaemonSetStep RollInPlace(
        int maxUnavailable,
        DaemonSet set,
        IEnumerable<string> nodes,
        Func<string, IReadOnlyList<Pod>> podsOn,
        string hash,
        DateTimeOffset now
    )
    {
        var (candidates, delete, unavailable) = (new List<Pod>(), new List<Pod>(), 0);
        foreach (var node in nodes)
        {
            var remaining = podsOn(node).Where(p => !p.IsDeleting).ToList();
            if (remaining.Count == 0 || remaining.TrueForAll(p => !p.IsAvailable(set.MinReady, now)))
            {
                unavailable++;
            }

            foreach (var pod in remaining.Where(p => p.Labels.GetValueOrDefault(DaemonPods.HashLabel) != hash))
            {
                (pod.IsAvailable(set.MinReady, now) ? candidates : delete).Add(pod);
            }
        }

        delete.AddRange(candidates.Take(Math.Max(0, maxUnavailable - unavailable)));
        return new DaemonSetStep([], delete);
    }

    private static DaemonSetStep RollWithSurge(
        int surge,
        DaemonSet set,
        IEnumerable<string> nodes,
        Func<string, IReadOnlyList<Pod>> podsOn,
        string hash,
        DateTimeOffset now
    )
    {
        var (create, delete, surging) = (new List<string>(), new List<Pod>(), 0);
        foreach (var node in nodes)
        {
            var remaining = podsOn(node).Where(p => !p.IsDeleting).ToList();
            var old = remaining.Where(p => p.Labels.GetValueOrDefault(DaemonPods.HashLabel) != hash).ToList();
            var updated = remaining.Except(old).ToList();
            if (updated.Exists(p => p.IsAvailable(set.MinReady, now)))
            {
                delete.AddRange(old);
            }
            else if (updated.Count > 0 && old.Count > 0)
            {
                surging++;
            }
            else if (old.Count > 0)
            {
                create.Add(node);
            }
        }

        return new DaemonSetStep([.. create.Take(Math.Max(0, surge - surging))], delete);
    }
}
