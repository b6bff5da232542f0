using Infra.Engine.Events;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations;

/// <summary>What came of an operation.</summary>
public sealed record OperationOutcome
{
    /// <summary>How it ended.</summary>
    public required OperationResult Result { get; init; }

    /// <summary>False where the user did not approve of the plan, so that nothing was changed.</summary>
    public bool WasApproved { get; init; } = true;

    /// <summary>How many resources each operation was done to.</summary>
    public required IReadOnlyDictionary<StepOperation, int> ResourceChanges { get; init; }

    /// <summary>The state it led to; for a preview, would lead to.</summary>
    public required Snapshot State { get; init; }

    /// <summary>True where anything but the state's own notes was, or would be, changed.</summary>
    public bool HasChanges => ResourceChanges.Any(entry => entry.Key is not (StepOperation.Same or StepOperation.Read) && entry.Value > 0);

    /// <summary>The stack's outputs. They may hold secrets.</summary>
    public PropertyMap Outputs => State.Root?.Outputs ?? PropertyMap.Empty;
}
