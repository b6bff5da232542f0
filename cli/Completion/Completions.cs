namespace Infra.Cli.Completion;

/// <summary>What the shell completes a word with.</summary>
internal enum CompletionKind
{
    Words,

    /// <summary>Files; the shell knows them.</summary>
    Files,

    Directories,
}

/// <summary>A possible word.</summary>
/// <param name="Value">The word.</param>
/// <param name="Description">What it is for; "" where that is obvious.</param>
internal sealed record Candidate(string Value, string Description = "")
{
    /// <summary>True for the beginning of a word, after which there is no space.</summary>
    public bool IsPartial { get; init; }
}

/// <summary>The completions of a word.</summary>
internal sealed record Completions(CompletionKind Kind, IReadOnlyList<Candidate> Candidates)
{
    public static Completions None { get; } = new(CompletionKind.Words, []);

    public static Completions Files { get; } = new(CompletionKind.Files, []);

    public static Completions Directories { get; } = new(CompletionKind.Directories, []);
}
