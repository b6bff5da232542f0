using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Questions.Sizing;

/// <summary>The sizes of a stack's services that hold at least cost.</summary>
public sealed record RightSize
{
    /// <summary>The stack.</summary>
    public required string Stack { get; init; }

    /// <summary>The cluster among several of the stack; null for the only one.</summary>
    public string? Cluster { get; init; }

    /// <summary>The scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>What was found with the present sizes; null if even that was interrupted.</summary>
    public required VariantFigures? Before { get; init; }

    /// <summary>What was found with the sizes, all together; null if even the present ones were not rehearsed.</summary>
    public required VariantFigures? After { get; init; }

    /// <summary>The sizes that differ from the present ones, by service.</summary>
    public required IReadOnlyList<ChangedSize> Changes { get; init; }

    /// <summary>Which sizes stay as they are, and why.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>How many rehearsals it took.</summary>
    public required int Runs { get; init; }

    /// <summary>Whether the search ended at its most rehearsals, before all sizes were tried.</summary>
    public bool IsLimited { get; init; }

    /// <summary>Whether the search was cancelled: the sizes are the best that were verified until then.</summary>
    public bool IsInterrupted { get; init; }

    /// <summary>What fails with the sizes all the same: no size that was tried mends it.</summary>
    public IReadOnlyList<ExpectationResult> Failures => After?.Failures ?? [];
}

/// <summary>A size that differs from the present one.</summary>
/// <param name="Present">The present size.</param>
/// <param name="Size">The size.</param>
/// <param name="Evidence">Why it is this one.</param>
public sealed record ChangedSize(Size Present, Size Size, string Evidence);
