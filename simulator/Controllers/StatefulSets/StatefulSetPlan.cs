using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.StatefulSets;

/// <summary>The next actions for a StatefulSet.</summary>
/// <param name="Create">The ordinals to create, and whether of the update revision.</param>
/// <param name="Delete">The pods to delete because they have finished or are too many.</param>
/// <param name="Replace">The pods to delete because they are of an older revision.</param>
/// <param name="Pending">The pods that may lack claims.</param>
/// <param name="Settled">The pods in service, whose claims may need other owners.</param>
/// <param name="Superfluous">The pods beyond the desired ordinals, if these are complete.</param>
internal sealed record StatefulSetStep(
    IReadOnlyList<(int Ordinal, bool Updated)> Create,
    IReadOnlyList<Pod> Delete,
    IReadOnlyList<Pod> Replace,
    List<Pod> Pending,
    List<Pod> Settled,
    List<Pod> Superfluous
);

/// <summary>Decides the next actions for a StatefulSet: one pod at a time after its predecessors are ready, or all in parallel.</summary>
internal sealed class StatefulSetPlan
{
    private readonly StatefulSet _set;
    private readonly string _update;
    private readonly DateTimeOffset _now;
    private readonly Pod?[] _replicas;
    private readonly List<Pod> _superfluous = [];
    private readonly List<(int, bool)> _create = [];
    private readonly List<Pod> _delete = [];
    private readonly List<Pod> _replace = [];
    private readonly List<Pod> _pending = [];
    private readonly List<Pod> _settled = [];

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

        return new StatefulSetStep(
            plan._create,
            plan._delete,
            plan._replace,
            plan._pending,
            plan._settled,
            isComplete ? plan._superfluous : []
        );
    }

    private bool IsAvailable(Pod? pod) => pod is { Phase: PodPhase.Running } && pod.IsAvailable(_set.MinReady, _now);

    private bool IsUsable(Pod? pod) => IsAvailable(pod) && pod is { IsDeleting: false };

    private bool IsOld(Pod pod) => pod.Labels.GetValueOrDefault(StatefulPods.RevisionLabel) != _update;

    private void CompleteInParallel()
    {
        for (var index = 0; index < _replicas.Length; index++)
        {
            Complete(index);
            if (_replicas[index] is { IsFinished: false } pod)
            {
                _settled.Add(pod);
            }
        }

        _delete.AddRange(_superfluous.Where(pod => !pod.IsDeleting));
    }

    // Returns whether all pods are available.
    private bool CompleteNext()
    {
        for (var index = 0; index < _replicas.Length; index++)
        {
            Complete(index);
            if (_replicas[index] is not { } pod || !IsUsable(pod))
            {
                return false;
            }

            _settled.Add(pod);
        }

        return true;
    }

    // A finished pod is created again after its deletion. A new pod has the old revision only below the partition.
    private void Complete(int index)
    {
        if (_replicas[index] is not { } pod)
        {
            _create.Add((_set.Start + index, _set.UpdatesOnDelete || index >= _set.Partition));
        }
        else if (pod is { IsFinished: true, IsDeleting: false })
        {
            _delete.Add(pod);
        }
        else if (pod.Phase == PodPhase.Pending)
        {
            _pending.Add(pod);
        }
    }

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
