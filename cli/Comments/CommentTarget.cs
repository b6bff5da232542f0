namespace Infra.Cli.Comments;

/// <summary>A host of pull requests.</summary>
internal enum CommentSystem
{
    GitHub,
    GitLab,
    Azure,
}

/// <summary>The pull request to comment on, or the repository to open an issue in, and how.</summary>
internal sealed record CommentTarget
{
    public required CommentSystem System { get; init; }

    /// <summary>The root of the REST API.</summary>
    public required Uri Api { get; init; }

    /// <summary>The repository, as its host's API names it.</summary>
    public required string Repository { get; init; }

    /// <summary>The number of the pull request; null for an issue.</summary>
    public required int? PullRequest { get; init; }

    public required string Token { get; init; }

    /// <summary>Where the token comes from, for messages.</summary>
    public required string TokenSource { get; init; }

    /// <summary>The repository as a part of a path of the API.</summary>
    public string EscapedRepository =>
        System switch
        {
            CommentSystem.GitLab => Uri.EscapeDataString(Repository),
            CommentSystem.Azure when Repository.Split('/', 2) is [var project, var name] =>
                $"{Uri.EscapeDataString(project)}/_apis/git/repositories/{Uri.EscapeDataString(name)}",
            _ => string.Join('/', Repository.Split('/').Select(Uri.EscapeDataString)),
        };
}
