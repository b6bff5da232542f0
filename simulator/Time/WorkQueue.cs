namespace Infra.Simulator.Time;

/// <summary>
/// Keys to reconcile on a <see cref="ControlLoop"/>. A key is queued once however often it is added; of several delays the earliest counts;
/// a key whose reconciliation fails is retried after an exponential back-off of 5 ms to 1000 s, as in Kubernetes' controllers.
/// </summary>
/// <param name="loop">The loop that runs the work.</param>
/// <param name="reconcile">Reconciles the object of a key.</param>
/// <param name="shouldRetry">Whether to retry a key after an exception; otherwise the exception propagates.</param>
internal sealed class WorkQueue<TKey>(ControlLoop loop, Action<TKey> reconcile, Func<TKey, Exception, bool> shouldRetry)
    where TKey : notnull
{
    private readonly HashSet<TKey> _waiting = [];
    private readonly Dictionary<TKey, DateTimeOffset> _delayed = [];
    private readonly BackOff<TKey> _backOff = CreateBackOff();

    /// <summary>The back-off of Kubernetes' controllers: 5 ms to 1000 s.</summary>
    public static BackOff<TKey> CreateBackOff() => new(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1000));

    /// <summary>Queues a key, unless it is queued already.</summary>
    public void Add(TKey key)
    {
        if (_waiting.Add(key))
        {
            loop.Enqueue(() => Reconcile(key));
        }
    }

    /// <summary>Queues a key after a delay, unless it is due earlier anyway.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        var now = loop.Now;
        var due = delay < DateTimeOffset.MaxValue - now ? now + delay : DateTimeOffset.MaxValue;
        if (_delayed.TryGetValue(key, out var planned) && planned <= due)
        {
            return;
        }

        _delayed[key] = due;
        loop.At(due, () => AddDelayed(key, due));
    }

    private void AddDelayed(TKey key, DateTimeOffset due)
    {
        if (!_delayed.TryGetValue(key, out var planned) || planned != due)
        {
            return;
        }

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
