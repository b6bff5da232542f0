using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>
/// An atomic change of a snapshot. Slots identify resources: those of the checkpoint have their index, new ones the numbers after.
/// A torn record has no effect.
/// </summary>
internal sealed record JournalRecord
{
    /// <summary>The number of an operation that starts, together with <see cref="Pending"/>.</summary>
    public int? Begin { get; init; }

    /// <summary>The operation that starts.</summary>
    public PendingOperation? Pending { get; init; }

    /// <summary>The number of an operation that has ended.</summary>
    public int? End { get; init; }

    /// <summary>The slot of a removed resource.</summary>
    public int? Remove { get; init; }

    /// <summary>Moves an unchanged resource of the checkpoint to a new slot, after the resources that were already finished.</summary>
    public (int From, int To)? Move { get; init; }

    /// <summary>Sets the states of slots, and appends new slots.</summary>
    public IReadOnlyList<(int Slot, ResourceState State)> Put { get; init; } = [];
}
