using Infra.Engine.Policies;

namespace Infra.Engine.Operations;

/// <summary>How an operation on a stack is carried out.</summary>
public sealed record OperationOptions
{
    /// <summary>How many operations run at a time, unless the user says otherwise.</summary>
    public const int DefaultParallel = 16;

    /// <summary>How many operations run at a time.</summary>
    public int Parallel { get; init; } = DefaultParallel;

    /// <summary>True to change things without showing a plan first. Where policies have a say, one is made all the same: they stop an update before it begins.</summary>
    public bool SkipPreview { get; init; }

    /// <summary>What to write into the stack's history.</summary>
    public string Message { get; init; } = "";

    /// <summary>The policy packs that have a say, besides those the stack's settings name.</summary>
    public IReadOnlyList<PolicyPackReference> PolicyPacks { get; init; } = [];

    /// <summary>The user's wish to stop: what is under way is finished and saved, nothing new begins.</summary>
    public CancellationToken Cancelled { get; init; }

    /// <summary>The user's wish to stop at once: what is under way is given up, and the state notes that its outcome is not known.</summary>
    public CancellationToken Aborted { get; init; }
}
