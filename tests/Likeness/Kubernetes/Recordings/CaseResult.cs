using Likeness.Kubernetes.Comparison;

namespace Likeness.Kubernetes.Recordings;

/// <summary>What the replay of a case brought.</summary>
internal sealed record CaseResult
{
    public required string Part { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<Difference> Differences { get; init; }

    /// <summary>The exception that ended the replay early.</summary>
    public string? Failure { get; init; }

    public bool IsExact => Failure is null && Differences.Count == 0;

    /// <summary>The part and the name.</summary>
    public string FullName => $"{Part} {Name}";
}
