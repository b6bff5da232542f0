using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.StatefulSets;

/// <summary>The next actions for a StatefulSet.</summary>
/// <param name="Create">The ordinals to create, and whether of the update revision.</param>
/// <param name="Delete">The pods to delete.</param>
internal sealed record StatefulSetStep(IReadOnlyList<(int Ordinal, bool Updated)> Create, IReadOnlyList<Pod> Delete);

/// <summary>Decides the next actions for a StatefulSet: one pod at a time after its predecessors are ready, or all in parallel.</summary>
internal static class StatefulSetPlan
{
    /// <summary>Computes the next step.</summary>
    /// <param name="set">The StatefulSet to reconcile.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="current">The name of the current revision.</param>
    /// <param name="update">The name of the update revision.</param>
    /// <param name="now">The current time.</param>
    public static StatefulSetStep Next(StatefulSet set, IReadOnlyCollection<Pod> pods, string current, string update, DateTimeOffset now)
    {
        var byOrdinal = pods.Select(p => (Pod: p, Ordinal: StatefulPods.FindOrdinal(set, p)))
            .Where(p => p.Ordinal is not null)
            .ToDictionary(p => p.Ordinal!.Value, p => p.Pod);
        var (create, delete) = (new List<(int, bool)>(), new List<Pod>());
        if (
            !CreateMissing(set, byOrdinal, current, update, now, create, delete)
            || !DeleteSuperfluous(set, byOrdinal, now, delete)
            || create.Count + delete.Count > 0 && !set.IsParallel
        )
        {
            return new StatefulSetStep(create, delete);
        }

        if (!set.UpdatesOnDelete && create.Count == 0)
        {
            Roll(set, byOrdinal, update, now, delete);
        }

        return new StatefulSetStep(create, delete);
    }

    /// <summary>Creates missing pods; returns whether the plan may continue.</summary>
    private static bool CreateMissing(
        StatefulSet set,
        Dictionary<int, Pod> pods,
        string current,
        string update,
        DateTimeOffset now,
        List<(int, bool)> create,
        List<Pod> delete
    )
    {
        for (var ordinal = set.Start; ordinal < set.Start + set.Replicas; ordinal++)
        {
            var pod = pods.GetValueOrDefault(ordinal);
            var isDone = pod is { IsDeleting: false, IsFinished: false } && pod.IsAvailable(set.MinReady, now);
            if (pod is null)
            {
                create.Add((ordinal, current == update || !KeepsCurrent(set, pods, current, ordinal)));
            }
            else if (pod is { IsFinished: true, IsDeleting: false })
            {
                delete.Add(pod);
            }

            if (!isDone && !set.IsParallel)
            {
                return false;
            }
        }

        return true;
    }

    private static bool KeepsCurrent(StatefulSet set, Dictionary<int, Pod> pods, string current, int ordinal) =>
        set.Partition > 0
            ? ordinal < set.Start + set.Partition
            : ordinal
                < set.Start + pods.Values.Count(p => !p.IsDeleting && p.Labels.GetValueOrDefault(StatefulPods.RevisionLabel) == current);

    /// <summary>Deletes superfluous pods, the highest ordinal first; returns whether the plan may continue.</summary>
    private static bool DeleteSuperfluous(StatefulSet set, Dictionary<int, Pod> pods, DateTimeOffset now, List<Pod> delete)
    {
        var superfluous = pods.Where(p => p.Key < set.Start || p.Key >= set.Start + set.Replicas)
            .OrderByDescending(p => p.Key)
            .Select(p => p.Value)
            .ToList();
        // The first of several unhealthy pods may be deleted, to avoid a deadlock.
        var firstUnhealthy = pods.OrderBy(p => p.Key).Select(p => p.Value).FirstOrDefault(p => !p.IsReady || p.IsDeleting);
        foreach (var pod in superfluous)
        {
            if (pod.IsDeleting)
            {
                if (!set.IsParallel)
                {
                    return false;
                }

                continue;
            }

            if (!set.IsParallel && !pod.IsAvailable(set.MinReady, now) && pod != firstUnhealthy)
            {
                return false;
            }

            delete.Add(pod);
            if (!set.IsParallel)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Deletes pods of an older revision for replacement, the highest ordinal first, within <c>maxUnavailable</c>.</summary>
    private static void Roll(StatefulSet set, Dictionary<int, Pod> pods, string update, DateTimeOffset now, List<Pod> delete)
    {
        var maxUnavailable = Math.Max(1, set.MaxUnavailable.ResolveUp(set.Replicas));
        var unavailable = Enumerable
            .Range(set.Start, set.Replicas)
            .Count(o => pods.GetValueOrDefault(o) is not { IsDeleting: false } pod || !pod.IsAvailable(set.MinReady, now));
        for (var ordinal = set.Start + set.Replicas - 1; ordinal >= set.Start + set.Partition; ordinal--)
        {
            if (
                !pods.TryGetValue(ordinal, out var pod)
                || pod.IsDeleting
                || pod.Labels.GetValueOrDefault(StatefulPods.RevisionLabel) == update
            )
            {
                continue;
            }

            var isUnavailable = !pod.IsAvailable(set.MinReady, now);
            if (!isUnavailable && unavailable >= maxUnavailable)
            {
                return;
            }

            delete.Add(pod);
            unavailable += isUnavailable ? 0 : 1;
            if (unavailable >= maxUnavailable)
            {
                return;
            }
        }
    }
}
