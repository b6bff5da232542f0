using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>A resource in the state of a running update, with its slot.</summary>
internal sealed class TrackedResource(int slot, ResourceState state)
{
    public int Slot { get; } = slot;

    public ResourceState State { get; set; } = state;
}

/// <summary>
/// Records an update's changes of the state, in memory and in the journal, so that a crash loses nothing: an operation starts after the
/// record of its start is on the disk, and is complete after that of its end is.
/// </summary>
/// <param name="origin">The state before the update.</param>
/// <param name="journal">Stores the records; null in a preview.</param>
internal sealed class StateRecorder(Snapshot origin, IStateJournal? journal)
{
    private readonly Lock _gate = new();
    private readonly SnapshotBuilder _builder = new(origin);
    private readonly Dictionary<Urn, TrackedResource> _registered = [];
    private int _lastSlot = origin.Resources.Count - 1;
    private int _lastOperation;

    /// <summary>The resources of the state before the update.</summary>
    public IReadOnlyList<TrackedResource> Origin { get; private set; } =
    [.. origin.Resources.Select((state, index) => new TrackedResource(index, state))];

    /// <summary>The state that includes all changes recorded so far.</summary>
    public Snapshot Current
    {
        get
        {
            lock (_gate)
            {
                return _builder.Build();
            }
        }
    }

    /// <summary>Lists the resources of the old state that are neither registered nor removed.</summary>
    public IReadOnlyList<TrackedResource> Remaining()
    {
        lock (_gate)
        {
            return [.. Origin.Where(resource => _builder.Holds(resource.Slot))];
        }
    }

    /// <summary>Finds a resource that this update registered, or null.</summary>
    public TrackedResource? FindRegistered(Urn urn)
    {
        lock (_gate)
        {
            return _registered.GetValueOrDefault(urn);
        }
    }

    /// <inheritdoc cref="SnapshotBuilder.SettleInheritedOperations"/>
    public void SettleInheritedOperations()
    {
        lock (_gate)
        {
            _builder.SettleInheritedOperations();
        }
    }

    /// <summary>
    /// Records the refreshed states of the old resources, which are the state before the update from then on. Only before the first
    /// registration.
    /// </summary>
    /// <param name="states">The new states of the resources of <see cref="Origin"/>; null removes one, to which none may refer.</param>
    public async Task RebaseAsync(IReadOnlyList<ResourceState?> states)
    {
        List<(int, ResourceState)> changed = [];
        List<TrackedResource> removed = [];
        foreach (var (resource, state) in Origin.Zip(states))
        {
            if (state is null)
            {
                removed.Add(resource);
            }
            else if (!resource.State.ContentEquals(state))
            {
                resource.State = state;
                changed.Add((resource.Slot, state));
            }
        }

        Origin = [.. Origin.Except(removed)];
        if (changed.Count > 0)
        {
            await ApplyAsync(new JournalRecord { Put = changed }, durable: true);
        }

        // Dependents first, so that the state is valid after each record.
        foreach (var resource in Enumerable.Reverse(removed))
        {
            await RemoveAsync(resource, operation: null);
        }
    }

    /// <summary>Records the start of an operation.</summary>
    /// <returns>The number of the operation, for the record of its end.</returns>
    public async Task<int> BeginAsync(PendingOperationType type, ResourceState resource)
    {
        var operation = Interlocked.Increment(ref _lastOperation);
        try
        {
            await ApplyAsync(new JournalRecord { Begin = operation, Pending = new PendingOperation(type, resource) }, durable: true);
        }
        catch
        {
            // The caller does not start the operation, so the state must not list it as pending.
            lock (_gate)
            {
                _builder.Apply(new JournalRecord { End = operation });
            }

            throw;
        }

        return operation;
    }

    /// <summary>Records the end of an operation that changed nothing.</summary>
    public Task EndAsync(int operation) => ApplyAsync(new JournalRecord { End = operation }, durable: true);

    /// <summary>Records a new resource, and removes the previous one or marks it for deletion.</summary>
    /// <param name="state">The state of the new resource.</param>
    /// <param name="operation">The operation that this record ends.</param>
    /// <param name="previous">The resource that it replaces or updates, or null.</param>
    /// <param name="keepPrevious">True to mark the previous resource for deletion instead of removing it.</param>
    public async Task<TrackedResource> AddAsync(
        ResourceState state,
        int? operation,
        TrackedResource? previous = null,
        bool keepPrevious = false
    )
    {
        var added = new TrackedResource(Interlocked.Increment(ref _lastSlot), state);
        List<(int, ResourceState)> put = [(added.Slot, state)];
        if (previous is not null && keepPrevious)
        {
            previous.State = previous.State with { Delete = true };
            put.Add((previous.Slot, previous.State));
        }

        await ApplyAsync(
            new JournalRecord
            {
                End = operation,
                Remove = keepPrevious ? null : previous?.Slot,
                Put = put,
            },
            durable: true,
            added
        );
        return added;
    }

    /// <summary>Records that a resource is unchanged. The record need not be durable: losing it loses only the order.</summary>
    public async Task<TrackedResource> KeepAsync(TrackedResource old, ResourceState state)
    {
        var isEqual = old.State.ContentEquals(state);

        // Of two equal states only one stays in memory.
        var kept = new TrackedResource(Interlocked.Increment(ref _lastSlot), isEqual ? old.State : state);
        await ApplyAsync(
            isEqual
                ? new JournalRecord { Move = (old.Slot, kept.Slot) }
                : new JournalRecord { Remove = old.Slot, Put = [(kept.Slot, state)] },
            durable: false,
            kept
        );
        return kept;
    }

    /// <summary>Records a new state of a resource.</summary>
    public async Task ChangeAsync(TrackedResource resource, ResourceState state, int? operation = null)
    {
        resource.State = state;
        await ApplyAsync(new JournalRecord { End = operation, Put = [(resource.Slot, state)] }, durable: true);
    }

    /// <summary>Records the removal of a resource.</summary>
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

            _builder.Apply(record);

            // Inside the lock, so that the journal has the records in the order of their effects.
            written = journal?.WriteAsync(record, durable) ?? Task.CompletedTask;
        }

        await written;
    }
}

/// <summary>Stores the records of an update.</summary>
internal interface IStateJournal
{
    /// <summary>Appends a record. The task of a durable record completes when it is on the disk.</summary>
    Task WriteAsync(JournalRecord record, bool durable);
}
