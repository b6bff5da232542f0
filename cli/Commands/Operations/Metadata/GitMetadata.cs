namespace Infra.Cli.Commands.Operations.Metadata;

/// <summary>Describes the commit of a working tree, by Pulumi's names.</summary>
internal static class GitMetadata
{
    private static readonly string[] Names = ["git.head", "git.author", "git.author.email", "git.committer", "git.committer.email"];

    /// <param name="directory">A folder of the working tree.</param>
    /// <param name="cancellationToken">Stops git.</param>
    /// <returns>The entries, and the first line of the commit's message; nothing outside a repository.</returns>
    public static async Task<(IReadOnlyList<KeyValuePair<string, string>> Entries, string Title)> ReadAsync(
        string directory,
        CancellationToken cancellationToken
    )
    {
        var commit = Git.RunAsync(directory, cancellationToken, "log", "-1", "--format=%H%n%an%n%ae%n%cn%n%ce%n%s");
        var branch = Git.RunAsync(directory, cancellationToken, "symbolic-ref", "--quiet", "HEAD");
        var changes = Git.RunAsync(directory, cancellationToken, "status", "--porcelain");
        var remote = Git.RunAsync(directory, cancellationToken, "config", "--get", "remote.origin.url");
        if ((await commit)?.Split('\n') is not [_, _, _, _, _, var title, ..] values)
        {
            return ([], "");
        }

        List<KeyValuePair<string, string>> entries =
        [
            .. Names.Zip(values, KeyValuePair.Create),
            KeyValuePair.Create("git.dirty", (await changes) is { Length: 0 } ? "false" : "true"),
            .. DescribeRemote((await remote)?.Trim() ?? ""),
        ];
        if ((await branch)?.Trim() is { Length: > 0 } name)
        {
            entries.Add(KeyValuePair.Create("git.headName", name));
        }

        return (entries, title);
    }

    /// <summary>Describes a remote such as <c>git@github.com:owner/name.git</c>; a URL with a password is not recorded.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> DescribeRemote(string url)
    {
        var address =
            Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0
                ? $"{parsed.Host}{parsed.AbsolutePath}"
                : url[(url.IndexOf('@', StringComparison.Ordinal) + 1)..].Replace(':', '/');
        var parts = (address.EndsWith(".git", StringComparison.Ordinal) ? address[..^4] : address).Split(
            '/',
            StringSplitOptions.RemoveEmptyEntries
        );
        return parts is [var host, .. var owner, var name] && owner.Length > 0 && host.Contains('.', StringComparison.Ordinal)
            ?
            [
                KeyValuePair.Create("vcs.kind", host),
                KeyValuePair.Create("vcs.owner", string.Join('/', owner)),
                KeyValuePair.Create("vcs.repo", name),
            ]
            : [];
    }
}
