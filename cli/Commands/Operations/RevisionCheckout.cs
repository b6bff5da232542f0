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

    /// <summary>The folder of the project at the revision, which the revision may lack.</summary>
    public string ProjectDirectory { get; }

    /// <summary>Writes the files of a revision.</summary>
    /// <param name="project">The folder of the project's file, in the working tree.</param>
    /// <param name="revision">A branch, a tag, a hash, or whatever else names a commit.</param>
    /// <param name="cancellationToken">Stops git.</param>
    /// <exception cref="UsageException">There is no such commit or repository, or its files cannot be written.</exception>
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
            await WriteAsync("read-tree", commit);
            await WriteAsync("checkout-index", "--all", $"--prefix={tree}/");
            var directory = Path.Combine(
                tree,
                (await Git.RunAsync(project, cancellationToken, "rev-parse", "--show-prefix") ?? "").TrimEnd('\n')
            );
            return new RevisionCheckout(folder, directory);

            async Task WriteAsync(params string[] arguments)
            {
                // Hooks are for the user's own working tree.
                string[] all = ["-c", "core.hooksPath=/dev/null", .. arguments];
                var (output, failure) = await Git.RunAsync(top, all, index, Timeout, cancellationToken);
                if (output is null)
                {
                    throw new UsageException($"git could not write the files of '{revision}' to {tree}: {failure}");
                }
            }
        }
        catch
        {
            Delete(folder);
            throw;
        }
    }

    public void Dispose() => Delete(_folder);

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The answer counts more than a temporary folder that stays.
            Console.Error.WriteLine($"warning: {folder} could not be deleted: {error.Message}");
        }
    }
}
