namespace Infra.Simulator.Time;

/// <summary>
/// Keys waiting to be reconciled on a <see cref="ControlLoop"/>. A key waits at most once however often it is added; a delayed key counts from the earliest
/// instant asked for; a key whose reconciliation fails comes back after an exponential back-off of 5 ms to 1000 s, as in Kubernetes' own controllers.
/// </summary>
/// <param name="loop">The loop the work is done on.</param>
/// <param name="reconcile">Brings what the key names to its desired state.</param>
/// <param name="shouldRetry">Told of a failure, tells whether the key comes back; where not, the failure is passed on.</param>
internal sealed class WorkQueue<TKey>(ControlLoop loop, Action<TKey> reconcile, Func<TKey, Exception, bool> shouldRetry)
    where TKey : notnull
{
    private readonly HashSet<TKey> _waiting = [];
    private readonly Dictionary<TKey, DateTimeOffset> _delayed = [];
    private readonly BackOff<TKey> _backOff = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1000));

    /// <summary>Queues a key, unless it waits already.</summary>
    public void Add(TKey key)
    {
        if (_waiting.Add(key))
            loop.Enqueue(() => Reconcile(key));
    }

    /// <summary>Queues a key once a time has passed, unless it is to be queued sooner anyway.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        var due = loop.Now + delay;
        if (_delayed.TryGetValue(key, out var planned) && planned <= due)
            return;
        _delayed[key] = due;
        loop.At(due, () => AddDelayed(key, due));
    }

    private void AddDelayed(TKey key, DateTimeOffset due)
    {
        if (!_delayed.TryGetValue(key, out var planned) || planned != due)
            return;
        _delayed.Remove(key);
        Add(key);
    }

    private void Reconcile(TKey key)
    {
        _waiting.Remove(key);
        try
        {
            reconcile(key);
            _backOff.Reset(key);
        }
        catch (Exception failure) when (shouldRetry(key, failure))
        {
            AddAfter(key, _backOff.Next(key));
        }
    }
}
