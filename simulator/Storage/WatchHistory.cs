namespace Infra.Simulator.Storage;

/// <summary>
/// The changes of a resource type as a linked list. New readers may start at any of the latest <paramref name="capacity"/> changes; older
/// ones are retained only until all readers have read them.
/// </summary>
internal sealed class WatchHistory(int capacity, long start)
{
    private readonly Queue<Entry> _retained = new();
    private TaskCompletionSource? _waiters;
    private Entry _tail = new(null);

    /// <summary>The oldest version that a watch can start after without missing events.</summary>
    public long OldestVersion { get; private set; } = start;

    /// <summary>The retained changes, oldest first. Call under the store's lock.</summary>
    public IEnumerable<WatchEvent> Retained => _retained.Select(entry => entry.Event!);

    /// <summary>Adds a change. Call under the store's lock.</summary>
    public void Append(WatchEvent change)
    {
        var entry = new Entry(change);
        _retained.Enqueue(entry);
        if (_retained.Count > capacity)
        {
            OldestVersion = _retained.Dequeue().Event!.Version;
        }

        _tail.Next = entry;
        _tail = entry;
        Interlocked.Exchange(ref _waiters, null)?.TrySetResult();
    }

    /// <summary>The position after the last change.</summary>
    public Entry End => _tail;

    /// <summary>The position before the first change later than <paramref name="version"/>. Call under the store's lock.</summary>
    public Entry After(long version)
    {
        foreach (var entry in _retained)
        {
            if (entry.Event!.Version > version)
            {
                return new Entry(null) { Next = entry };
            }
        }
        return _tail;
    }

    public Task WaitForNextAsync(Entry position, CancellationToken cancellation)
    {
        if (position.Next is not null)
        {
            return Task.CompletedTask;
        }

        var waiters = Volatile.Read(ref _waiters);
        if (waiters is null)
        {
            var added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters = Interlocked.CompareExchange(ref _waiters, added, null) ?? added;
        }
        // A change may have been appended between the first check and the registration of the waiter.
        return position.Next is not null ? Task.CompletedTask : waiters.Task.WaitAsync(cancellation);
    }

    internal sealed class Entry(WatchEvent? change)
    {
        private Entry? _next;

        public WatchEvent? Event { get; } = change;

        public Entry? Next
        {
            get => Volatile.Read(ref _next);
            set => Volatile.Write(ref _next, value);
        }
    }
}
