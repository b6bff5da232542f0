using System.Text.Json.Nodes;
using Likeness.Recordings;

namespace Likeness.Running;

/// <summary>What this engine did in a step.</summary>
internal sealed record StepOutcome
{
    public required CommandResult Command { get; init; }

    public required EngineActivity Activity { get; init; }

    /// <summary>The stack before the step; null where there was none.</summary>
    public required JsonObject? StateBefore { get; init; }

    /// <summary>The stack after the step, secrets in plain text; null where there is none.</summary>
    public required JsonObject? State { get; init; }

    /// <summary>The stored checkpoint.</summary>
    public required string? Checkpoint { get; init; }

    public required int Locks { get; init; }

    /// <summary>The requests that write.</summary>
    public required IReadOnlyList<JsonObject> Writes { get; init; }

    /// <summary>Whether the state before and after differs, its order and its manifest aside.</summary>
    public bool ContentChanged => StateContent.Of(StateBefore) != StateContent.Of(State);
}
