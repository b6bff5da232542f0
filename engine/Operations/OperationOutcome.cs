using Infra.Engine.Events;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations;

/// <summary>The outcome of an operation.</summary>
public sealed record OperationOutcome
{
    /// <summary>Whether it succeeded.</summary>
    public required OperationResult Result { get; init; }

    /// <summary>False where the user declined the plan, so that nothing was changed.</summary>
    public bool WasApproved { get; init; } = true;

    /// <summary>The number of resources per operation.</summary>
    public required IReadOnlyDictionary<StepOperation, int> ResourceChanges { get; init; }

    /// <summary>The resulting state; for a preview, the planned one.</summary>
    public required Snapshot State { get; init; }

    /// <summary>From when on the saved plan is refused; null where none was saved.</summary>
    public DateTimeOffset? PlanExpires { get; init; }

    /// <summary>True where the operation makes changes to resources; for a preview, where it would.</summary>
    public bool HasChanges => ResourceChanges.Any(entry => entry.Key is not (StepOperation.Same or StepOperation.Read) && entry.Value > 0);

    /// <summary>The stack's outputs, which may contain secrets.</summary>
    public PropertyMap Outputs => State.Root?.Outputs ?? PropertyMap.Empty;

    internal static OperationOutcome From(SummaryEvent summary, Snapshot state) =>
        new()
        {
            Result = summary.Result,
            ResourceChanges = summary.ResourceChanges,
            State = state,
        };
}
