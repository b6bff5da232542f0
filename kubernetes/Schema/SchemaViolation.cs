using System.Collections.Immutable;

namespace Infra.Kubernetes.Schema;

/// <summary>A part of an object that the schema does not allow.</summary>
/// <param name="Path">The keys and positions that lead to it; the key is empty for a position.</param>
/// <param name="Problem">What is wrong, as part of a sentence.</param>
public sealed record SchemaViolation(ImmutableArray<(string Key, int? Index)> Path, string Problem)
{
    /// <summary>How to mend it; empty if <see cref="Word"/> and <see cref="Candidates"/> say it.</summary>
    public string Cure { get; init; } = "";

    /// <summary>The unknown name of a field or value; null for other violations.</summary>
    public string? Word { get; init; }

    /// <summary>The names that are allowed instead of <see cref="Word"/>.</summary>
    public IReadOnlyCollection<string> Candidates { get; init; } = [];
}
