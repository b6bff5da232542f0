using Infra.Engine.Kubernetes.Rendering;

namespace Infra.Cli.Commands.Operations;

/// <summary>Finds the git commit of a folder.</summary>
internal static class GitCommit
{
    /// <param name="directory">A folder of the working tree.</param>
    /// <param name="output">A folder whose files do not count as changes, because the command writes them; null for none.</param>
    /// <param name="cancellationToken">Stops git.</param>
    /// <returns>Null without git, outside a repository, or before the first commit.</returns>
    public static async Task<SourceCommit?> FindAsync(string directory, string? output, CancellationToken cancellationToken)
    {
        if (await Git.RunAsync(directory, cancellationToken, "rev-parse", "--verify", "HEAD") is not { } commit)
        {
            return null;
        }

        var inside = output is null ? ".." : Path.GetRelativePath(directory, output);
        string[] exclusion =
            inside.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(inside) ? [] : ["--", ".", $":(exclude){inside}"];
        var changes = await Git.RunAsync(directory, cancellationToken, ["status", "--porcelain", .. exclusion]);
        return new SourceCommit(commit.Trim(), changes is not { Length: 0 });
    }
}
