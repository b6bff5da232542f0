using Infra.Simulator.Informers;
using Infra.Simulator.Time;

namespace Infra.Simulator.Scheduling;

/// <summary>
/// Pods to schedule, by priority and then in order of arrival. An unschedulable pod is retried after a change of the cluster, but not
/// before its back-off of 1 s doubling to 10 s, and after five minutes in any case.
/// </summary>
internal sealed class SchedulingQueue(ControlLoop loop, Action<ObjectKey> schedule)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(5);

    private readonly PriorityQueue<ObjectKey, (long NegatedPriority, long Order)> _active = new();
    private readonly HashSet<ObjectKey> _queued = [];
    private readonly Dictionary<ObjectKey, Waiting> _waiting = [];

    // Those of the waiting pods that no change of the cluster has come to yet, in order of arrival.
    private readonly SortedDictionary<long, (ObjectKey Pod, Waiting Entry)> _idle = [];
    private readonly BackOff<ObjectKey> _backOff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    private long _order;
    private bool _isRunning;

    /// <summary>Adds a pod to the active queue.</summary>
    public void Add(ObjectKey pod, long priority)
    {
        Forget(pod);
        if (!_queued.Add(pod))
        {
            return;
        }

        _active.Enqueue(pod, (-priority, ++_order));
        Run();
    }

    /// <summary>Adds an unschedulable pod, which waits for a change of the cluster.</summary>
    public void AddUnschedulable(ObjectKey pod, long priority)
    {
        var entry = new Waiting(priority, loop.Now + _backOff.Next(pod), ++_order);
        Forget(pod);
        _waiting[pod] = entry;
        _idle.Add(entry.Order, (pod, entry));
        loop.After(MaxWait, () => AddIfWaiting(pod, entry));
    }

    /// <summary>Adds a pod whose scheduling failed unexpectedly, which waits for its back-off only.</summary>
    public void AddFailed(ObjectKey pod, long priority)
    {
        AddUnschedulable(pod, priority);
        Retry(pod, _waiting[pod]);
    }

    /// <summary>Retries all unschedulable pods after a change of the cluster.</summary>
    public void RetryAll()
    {
        if (_idle.Count == 0)
        {
            return;
        }

        List<(ObjectKey Pod, Waiting Entry)> retried = [.. _idle.Values];
        _idle.Clear();
        foreach (var (pod, entry) in retried)
        {
            Retry(pod, entry);
        }
    }

    /// <summary>Removes a pod that is deleted or bound.</summary>
    public void Remove(ObjectKey pod)
    {
        Forget(pod);
        _backOff.Reset(pod);
    }

    private void Retry(ObjectKey pod, Waiting entry)
    {
        if (entry.NotBefore <= loop.Now)
        {
            Add(pod, entry.Priority);
        }
        else
        {
            loop.At(entry.NotBefore, () => AddIfWaiting(pod, entry));
        }
    }

    private void Forget(ObjectKey pod)
    {
        if (_waiting.Remove(pod, out var entry))
        {
            _idle.Remove(entry.Order);
        }
    }

    private void AddIfWaiting(ObjectKey pod, Waiting entry)
    {
        if (_waiting.TryGetValue(pod, out var current) && current == entry)
        {
            Add(pod, entry.Priority);
        }
    }

    private void Run()
    {
        if (_isRunning)
        {
            return;
        }

        _isRunning = true;
        loop.Enqueue(Next);
    }

    // One pod at a time: other work on the loop runs in between.
    private void Next()
    {
        _isRunning = false;
        if (!_active.TryDequeue(out var pod, out _))
        {
            return;
        }

        _queued.Remove(pod);
        schedule(pod);
        if (_active.Count > 0)
        {
            Run();
        }
    }

    private sealed class Waiting(long priority, DateTimeOffset notBefore, long order)
    {
        public long Priority { get; } = priority;

        public DateTimeOffset NotBefore { get; } = notBefore;

        public long Order { get; } = order;
    }
}
