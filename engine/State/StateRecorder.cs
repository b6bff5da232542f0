using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>A resource of the state with its place in it. The state changes as steps are taken.</summary>
internal sealed class TrackedResource(int slot, ResourceState state)
{
    public int Slot { get; } = slot;

    public ResourceState State { get; set; } = state;
}

/// <summary>
/// Records what an update does to the state, in memory and in the journal, so that at any moment a crash loses nothing that was done:
/// no operation starts before its beginning is on the disk, and none counts as done before its end is.
/// </summary>
/// <param name="origin">The checkpoint the update begins with.</param>
/// <param name="journal">Where records are kept, or null in a preview, which changes nothing.</param>
internal sealed class StateRecorder(Snapshot origin, IStateJournal? journal)
{
    private readonly Lock _gate = new();
    private readonly SnapshotLedger _ledger = new(origin);
    private readonly Dictionary<Urn, TrackedResource> _registered = [];
    private int _lastSlot = origin.Resources.Count - 1;
    private int _lastOperation;

    /// <summary>The resources of the checkpoint.</summary>
    public IReadOnlyList<TrackedResource> Origin { get; } = [.. origin.Resources.Select((state, index) => new TrackedResource(index, state))];

    /// <summary>The state as of now.</summary>
    public Snapshot Current
    {
        get
        {
            lock (_gate)
            {
                return _ledger.Build();
            }
        }
    }

    /// <summary>The resources of the checkpoint that are still in the state, as they are now.</summary>
    public IReadOnlyList<TrackedResource> Remaining()
    {
        lock (_gate)
        {
            return [.. Origin.Where(resource => _ledger.Holds(resource.Slot))];
        }
    }

    /// <summary>A resource that was registered in this update, or null.</summary>
    public TrackedResource? FindRegistered(Urn urn)
    {
        lock (_gate)
        {
            return _registered.GetValueOrDefault(urn);
        }
    }

    /// <summary>Forgets operations an earlier update left without an end, except creations that nothing in the state accounts for.</summary>
    public void SettleInheritedOperations()
    {
        lock (_gate)
        {
            _ledger.SettleInheritedOperations();
        }
    }

    /// <summary>Writes down that an operation begins.</summary>
    /// <returns>The operation's number, to be given with its end.</returns>
    public async Task<int> BeginAsync(PendingOperationType type, ResourceState resource)
    {
        var operation = Interlocked.Increment(ref _lastOperation);
        try
        {
            await ApplyAsync(new JournalRecord { Begin = operation, Pending = new PendingOperation(type, resource) }, durable: true);
        }
        catch
        {
            // The caller does not start an operation whose beginning is not recorded, so the state must not list it as pending.
            lock (_gate)
            {
                _ledger.Apply(new JournalRecord { End = operation });
            }

            throw;
        }

        return operation;
    }

    /// <summary>Writes down that an operation ended without changing anything.</summary>
    public Task EndAsync(int operation) => ApplyAsync(new JournalRecord { End = operation }, durable: true);

    /// <summary>Writes down a new resource, and with it what becomes of the one it replaces.</summary>
    /// <param name="state">The new resource.</param>
    /// <param name="operation">The operation this is the end of.</param>
    /// <param name="predecessor">The resource whose place it takes, or null.</param>
    /// <param name="keepPredecessor">True where the predecessor stays until it is deleted, marked for that.</param>
    public async Task<TrackedResource> AddAsync(ResourceState state, int? operation, TrackedResource? predecessor = null, bool keepPredecessor = false)
    {
        var added = new TrackedResource(Interlocked.Increment(ref _lastSlot), state);
        List<(int, ResourceState)> put = [(added.Slot, state)];
        if (predecessor is not null && keepPredecessor)
        {
            predecessor.State = predecessor.State with { Delete = true };
            put.Add((predecessor.Slot, predecessor.State));
        }

        await ApplyAsync(
            new JournalRecord { End = operation, Remove = keepPredecessor ? null : predecessor?.Slot, Put = put }, durable: true, added);
        return added;
    }

    /// <summary>Writes down that a resource is as it was. It need not be durable: to lose it costs nothing but a place in the order.</summary>
    public async Task<TrackedResource> KeepAsync(TrackedResource old, ResourceState state)
    {
        var kept = new TrackedResource(Interlocked.Increment(ref _lastSlot), state);
        await ApplyAsync(
            old.State.ContentEquals(state)
                ? new JournalRecord { Move = (old.Slot, kept.Slot) }
                : new JournalRecord { Remove = old.Slot, Put = [(kept.Slot, state)] },
            durable: false,
            kept);
        return kept;
    }

    /// <summary>Writes down a changed state of a resource.</summary>
    public async Task ChangeAsync(TrackedResource resource, ResourceState state, int? operation = null)
    {
        resource.State = state;
        await ApplyAsync(new JournalRecord { End = operation, Put = [(resource.Slot, state)] }, durable: true);
    }

    /// <summary>Writes down that a resource is no more.</summary>
    public Task RemoveAsync(TrackedResource resource, int? operation) =>
        ApplyAsync(new JournalRecord { End = operation, Remove = resource.Slot }, durable: true);

    private async Task ApplyAsync(JournalRecord record, bool durable, TrackedResource? registered = null)
    {
        Task written;
        lock (_gate)
        {
            if (registered is not null)
            {
                _registered[registered.State.Urn] = registered;
            }

            _ledger.Apply(record);

            // Inside the gate: the journal must have the records in the order in which they took effect.
            written = journal?.WriteAsync(record, durable) ?? Task.CompletedTask;
        }

        await written;
    }
}

/// <summary>Keeps the records of an update.</summary>
internal interface IStateJournal
{
    /// <summary>Appends a record. The task ends when it is on the disk, or at once where it need not be durable.</summary>
    Task WriteAsync(JournalRecord record, bool durable);
}
