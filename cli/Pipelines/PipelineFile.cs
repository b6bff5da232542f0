namespace Infra.Cli.Pipelines;

/// <summary>A file of a CI system.</summary>
/// <param name="Path">The path relative to the root of the repository, with slashes.</param>
/// <param name="Text">The content.</param>
internal sealed record PipelineFile(string Path, string Text)
{
    /// <summary>True for a file that is left as it is where the user has one of their own.</summary>
    public bool IsOfUser { get; init; }
}

/// <summary>What a CI system needs to deploy the stacks.</summary>
/// <param name="Files">The files.</param>
/// <param name="Settings">What to set in the system, each as a sentence.</param>
internal sealed record Pipeline(IReadOnlyList<PipelineFile> Files, IReadOnlyList<string> Settings);
