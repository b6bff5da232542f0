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

    /// <summary>
    /// Drops the pending operations of earlier updates, except creations: the object may exist although the state has another of that URN.
    /// </summary>
    public void SettleInheritedOperations() => _inherited.RemoveAll(operation => operation.Type != PendingOperationType.Creating);

    /// <summary>True if the resource in a slot of the checkpoint is neither finished nor removed.</summary>
    public bool Holds(int slot) => _old[slot] is not null;

    /// <exception cref="FormatException">The record moves a resource from a slot that has none.</exception>
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
            _new[to] = (from >= 0 && from < _old.Length ? _old[from] : null)
                ?? throw new FormatException($"there is no resource in slot {from}");
            _old[from] = null;
        }

        if (record.Remove is { } slot)
        {
            if (slot < _old.Length)
            {
                _old[RequireSlot(slot)] = null;
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
                _old[RequireSlot(target)] = state;
            }
            else
            {
                _new[target] = state;
            }
        }
    }

    private static int RequireSlot(int slot) => slot >= 0 ? slot : throw new FormatException($"there is no slot {slot}");

    /// <summary>Builds the current snapshot.</summary>
    public Snapshot Build() =>
        origin with
        {
            Resources = SnapshotOrder.Restore(AliasNormalizer.Normalize([.. _new.Values, .. _old.OfType<ResourceState>()])),
            PendingOperations = [.. _inherited, .. _pending.Values],
        };
}
