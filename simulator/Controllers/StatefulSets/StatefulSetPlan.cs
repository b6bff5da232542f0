using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.StatefulSets;

/// <summary>The next actions for a StatefulSet.</summary>
/// <param name="Replicas">The desired pods to complete, by ordinal.</param>
/// <param name="Superfluous">The pods beyond the desired ordinals, if these are complete.</param>
/// <param name="Delete">The pods to delete because they are too many.</param>
/// <param name="Replace">The pods to delete because they are of an older revision.</param>
internal sealed record StatefulSetStep(
    IReadOnlyList<StatefulReplica> Replicas,
    List<Pod> Superfluous,
    IReadOnlyList<Pod> Delete,
    IReadOnlyList<Pod> Replace
);

/// <summary>A desired pod of a StatefulSet.</summary>
/// <param name="Ordinal">Its ordinal.</param>
/// <param name="Pod">The pod; null if it is missing.</param>
/// <param name="IsUpdated">Whether a missing pod is created of the update revision.</param>
/// <param name="IsSettled">Whether the claims of the pod may get other owners after its start.</param>
internal sealed record StatefulReplica(int Ordinal, Pod? Pod, bool IsUpdated, bool IsSettled);

/// <summary>Decides the next actions for a StatefulSet: one pod at a time after its predecessors are ready, or all in parallel.</summary>
internal sealed class StatefulSetPlan
{
    private readonly StatefulSet _set;
    private readonly string _update;
    private readonly DateTimeOffset _now;
    private readonly Pod?[] _replicas;
    private readonly List<Pod> _superfluous = [];
    private readonly List<StatefulReplica> _completed = [];
    private readonly List<Pod> _delete = [];
    private readonly List<Pod> _replace = [];

    private StatefulSetPlan(StatefulSet set, IEnumerable<Pod> pods, string update, DateTimeOffset now)
    {
        (_set, _update, _now) = (set, update, now);
        _replicas = new Pod?[set.Replicas];
        foreach (var pod in pods.OrderByDescending(pod => StatefulPods.FindOrdinal(set, pod)))
        {
            switch (StatefulPods.FindOrdinal(set, pod) - set.Start)
            {
                case { } index when index >= 0 && index < set.Replicas:
                    _replicas[index] = pod;
                    break;
                case not null:
                    _superfluous.Add(pod);
                    break;
            }
        }
    }

    /// <summary>Computes the next step.</summary>
    /// <param name="set">The StatefulSet to reconcile.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="update">The name of the update revision.</param>
    /// <param name="now">The current time.</param>
    public static StatefulSetStep Next(StatefulSet set, IEnumerable<Pod> pods, string update, DateTimeOffset now)
    {
        var plan = new StatefulSetPlan(set, pods, update, now);
        var isComplete = set.IsParallel;
        if (set.IsParallel)
        {
            plan.CompleteInParallel();
            plan.Roll();
        }
        else
        {
            isComplete = plan.CompleteNext();
            if (isComplete && plan.RemoveNext())
            {
                plan.Roll();
            }
        }

        return new StatefulSetStep(plan._completed, isComplete ? plan._superfluous : [], plan._delete, plan._replace);
    }

    private bool IsAvailable(Pod? pod) => pod is { Phase: PodPhase.Running } && pod.IsAvailable(_set.MinReady, _now);

    private bool IsUsable(Pod? pod) => IsAvailable(pod) && pod is { IsDeleting: false };

    private bool IsOld(Pod pod) => pod.Labels.GetValueOrDefault(StatefulPods.RevisionLabel) != _update;

    private void CompleteInParallel()
    {
        for (var index = 0; index < _replicas.Length; index++)
        {
            Complete(index, isSettled: true);
        }

        _delete.AddRange(_superfluous.Where(pod => !pod.IsDeleting));
    }

    // Returns whether all pods are available.
    private bool CompleteNext()
    {
        for (var index = 0; index < _replicas.Length; index++)
        {
            var isUsable = IsUsable(_replicas[index]);
            Complete(index, isUsable);
            if (!isUsable)
            {
                return false;
            }
        }

        return true;
    }

    // A new pod has the old revision only below the partition.
    private void Complete(int index, bool isSettled) =>
        _completed.Add(
            new StatefulReplica(_set.Start + index, _replicas[index], _set.UpdatesOnDelete || index >= _set.Partition, isSettled)
        );

    // Deletes the superfluous pod with the highest ordinal; returns whether there was none. It must be available, unless it is the only
    // superfluous pod that is not.
    private bool RemoveNext()
    {
        if (_superfluous is not [var highest, ..])
        {
            return true;
        }

        var lowestUnusable = _superfluous.FindLast(pod => !IsUsable(pod));
        if (!highest.IsDeleting && (IsAvailable(highest) || highest == lowestUnusable))
        {
            _delete.Add(highest);
        }

        return false;
    }

    // One pod at a time, from the highest ordinal down: Kubernetes 1.36 disables maxUnavailable. An old pod is replaced even if it is not
    // available, and a pod of the update revision must become available before the next one.
    private void Roll()
    {
        if (_set.UpdatesOnDelete)
        {
            return;
        }

        for (var index = _replicas.Length - 1; index >= _set.Partition; index--)
        {
            if (_replicas[index] is { IsDeleting: false } pod && IsOld(pod))
            {
                _replace.Add(pod);
                return;
            }

            if (!IsUsable(_replicas[index]))
            {
                return;
            }
        }
    }
}
