using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>
/// A snapshot on its way from one checkpoint to the next. The resources already dealt with come first, in the order in which they were finished,
/// then those of the old checkpoint nobody has touched yet: so everything always precedes what depends on it.
/// </summary>
internal sealed class SnapshotLedger(Snapshot origin)
{
    private readonly ResourceState?[] _old = [.. origin.Resources];
    private readonly SortedDictionary<int, ResourceState> _new = [];
    private readonly SortedDictionary<int, PendingOperation> _pending = [];

    /// <summary>Pending operations of the checkpoint stay until an update has dealt with them.</summary>
    private readonly List<PendingOperation> _inherited = [.. origin.PendingOperations];

    /// <summary>Forgets operations an earlier update left without an end, except creations that nothing in the state accounts for.</summary>
    public void SettleInheritedOperations()
    {
        var known = _new.Values.Concat(_old.OfType<ResourceState>()).Select(resource => resource.Urn).ToHashSet();
        _inherited.RemoveAll(operation => operation.Type != PendingOperationType.Creating || known.Contains(operation.Resource.Urn));
    }

    /// <summary>True where a slot of the checkpoint still has its resource.</summary>
    public bool Holds(int slot) => _old[slot] is not null;

    public void Apply(JournalRecord record)
    {
        if (record is { Begin: { } begin, Pending: { } pending })
        {
            _pending[begin] = pending;
        }

        if (record.End is { } end)
        {
            _pending.Remove(end);
        }

        if (record.Move is var (from, to))
        {
            _new[to] = _old[from]!;
            _old[from] = null;
        }

        if (record.Remove is { } slot)
        {
            if (slot < _old.Length)
            {
                _old[slot] = null;
            }
            else
            {
                _new.Remove(slot);
            }
        }

        foreach (var (target, state) in record.Put)
        {
            if (target < _old.Length)
            {
                _old[target] = state;
            }
            else
            {
                _new[target] = state;
            }
        }
    }

    /// <summary>The snapshot as of now.</summary>
    public Snapshot Build() => origin with
    {
        Resources = AliasNormalizer.Normalize([.. _new.Values, .. _old.OfType<ResourceState>()]),
        PendingOperations = [.. _inherited, .. _pending.Values],
    };
}
