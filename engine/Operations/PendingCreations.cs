using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>A choice of the pending creations that interrupted updates have left in the state.</summary>
public sealed record PendingCreations
{
    /// <summary>None of them.</summary>
    public static PendingCreations None { get; } = new();

    /// <summary>All of them.</summary>
    public static PendingCreations All { get; } = new() { IncludesAll = true };

    /// <summary>The URNs of single ones.</summary>
    public IReadOnlyCollection<Urn> Urns { get; init; } = [];

    private bool IncludesAll { get; init; }

    /// <summary>Drops the chosen creations from a state.</summary>
    internal Snapshot DropFrom(Snapshot state) =>
        state with
        {
            PendingOperations = [.. state.PendingOperations.Where(operation => !Includes(operation))],
        };

    private bool Includes(PendingOperation operation) =>
        operation.Type == PendingOperationType.Creating && (IncludesAll || Urns.Contains(operation.Resource.Urn));
}
