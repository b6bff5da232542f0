using Infra.Engine.Kubernetes.Rendering;

namespace Infra.Cli.Reports;

/// <summary>What a report of a preview is about.</summary>
internal sealed record PreviewSubject
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    /// <summary>The commit of the program; null outside a repository.</summary>
    public SourceCommit? Commit { get; init; }

    /// <summary>The revision that the preview compares with; null where it compares with the state.</summary>
    public string? Base { get; init; }

    /// <summary>The version of the state in the stack's history; 0 before the first update.</summary>
    public required int StateVersion { get; init; }

    /// <summary>When the preview was made.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The page of the CI job; null outside a CI system.</summary>
    public Uri? Job { get; init; }
}
