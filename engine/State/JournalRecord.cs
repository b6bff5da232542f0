using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>
/// One step in the life of a snapshot. Resources are named by slots: those of the checkpoint by their index, later ones by the numbers after.
/// A record takes effect as a whole or not at all.
/// </summary>
internal sealed record JournalRecord
{
    /// <summary>The number of an operation that begins, with <see cref="Pending"/>.</summary>
    public int? Begin { get; init; }

    /// <summary>The operation that begins.</summary>
    public PendingOperation? Pending { get; init; }

    /// <summary>The number of an operation that has ended.</summary>
    public int? End { get; init; }

    /// <summary>A slot whose resource is no more.</summary>
    public int? Remove { get; init; }

    /// <summary>A checkpoint's resource that takes a new slot unchanged: what it stood before is now behind it.</summary>
    public (int From, int To)? Move { get; init; }

    /// <summary>New states of slots. A slot that was not there yet is appended.</summary>
    public IReadOnlyList<(int Slot, ResourceState State)> Put { get; init; } = [];
}
