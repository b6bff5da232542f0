using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>
/// Builds the snapshot of a running update: first the resources that are finished, in order of completion, then the remaining ones of the
/// old checkpoint. So every resource always precedes its dependents.
/// </summary>
internal sealed class SnapshotBuilder(Snapshot origin)
{
    private readonly ResourceState?[] _old = [.. origin.Resources];
    private readonly SortedDictionary<int, ResourceState> _new = [];
    private readonly SortedDictionary<int, PendingOperation> _pending = [];

    /// <summary>Pending operations of the checkpoint, kept until an update settles them.</summary>
    private readonly List<PendingOperation> _inherited = [.. origin.PendingOperations];

    /// <summary>Drops the pending operations of earlier updates, except creations of resources that the state lacks.</summary>
    public void SettleInheritedOperations()
    {
        var known = _new.Values.Concat(_old.OfType<ResourceState>()).Select(resource => resource.Urn).ToHashSet();
        _inherited.RemoveAll(operation => operation.Type != PendingOperationType.Creating || known.Contains(operation.Resource.Urn));
    }

    /// <summary>True if the resource in a slot of the checkpoint is neither finished nor removed.</summary>
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

    /// <summary>Builds the current snapshot.</summary>
    public Snapshot Build() =>
        origin with
        {
            Resources = SnapshotOrder.Restore(AliasNormalizer.Normalize([.. _new.Values, .. _old.OfType<ResourceState>()])),
            PendingOperations = [.. _inherited, .. _pending.Values],
        };
}
