using Infra.Engine.Errors;

namespace Infra.Cli.Commands.Operations;

/// <summary>
/// The files of a Git revision of a project, in a temporary folder. The repository and its working tree stay as they are.
/// </summary>
internal sealed class RevisionCheckout : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly string _folder;

    private RevisionCheckout(string folder, string project) => (_folder, ProjectDirectory) = (folder, project);

    /// <summary>The folder of the project at the revision.</summary>
    public string ProjectDirectory { get; }

    /// <summary>Writes the files of a revision.</summary>
    /// <param name="project">The folder of the project's file, in the working tree.</param>
    /// <param name="revision">A branch, a tag, a hash, or whatever else names a commit.</param>
    /// <param name="cancellationToken">Stops git.</param>
    /// <exception cref="UsageException">There is no such commit or repository, or the project is not in it.</exception>
    public static async Task<RevisionCheckout> CreateAsync(string project, string revision, CancellationToken cancellationToken)
    {
        var top = (await Git.RunAsync(project, cancellationToken, "rev-parse", "--show-toplevel"))?.TrimEnd('\n')
            ?? throw new UsageException(
                $"{project} is not in a Git repository, or git is not installed: '{revision}' cannot be looked up",
                ExitCode.Configuration
            );
        var commit = (
            await Git.RunAsync(project, cancellationToken, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        )?.Trim()
            ?? throw new UsageException(
                $"the repository in {top} has no commit '{revision}': name a branch, a tag or a hash; where the clone is shallow, fetch it first "
                    + "with `git fetch --depth=1 origin <branch or hash>`",
                ExitCode.Configuration
            );
        var folder = Directory.CreateTempSubdirectory("infra-revision-").FullName;
        try
        {
            var tree = Path.Combine(folder, "tree");
            var index = Path.Combine(folder, "index");
            if (
                await Git.RunAsync(top, ["read-tree", commit], index, Timeout, cancellationToken) is null
                || await Git.RunAsync(top, ["checkout-index", "--all", $"--prefix={tree}/"], index, Timeout, cancellationToken) is null
            )
            {
                throw new UsageException($"git could not write the files of '{revision}' to {tree}: is the disk full?");
            }

            var directory = Path.Combine(
                tree,
                (await Git.RunAsync(project, cancellationToken, "rev-parse", "--show-prefix") ?? "").TrimEnd('\n')
            );
            return Directory.Exists(directory)
                ? new RevisionCheckout(folder, directory)
                : throw new UsageException(
                    $"the commit '{revision}' has no folder {Path.GetRelativePath(tree, directory)}, where the project is now",
                    ExitCode.Configuration
                );
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
