using System.ComponentModel;
using System.Diagnostics;

namespace Infra.Cli.Commands.Operations;

/// <summary>Runs git.</summary>
internal static class Git
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <returns>The standard output; null without git, outside a repository, or if it fails or hangs.</returns>
    public static async Task<string?> RunAsync(string directory, CancellationToken cancellationToken, params string[] arguments) =>
        (await RunAsync(directory, arguments, index: null, Timeout, cancellationToken)).Output;

    /// <param name="directory">The working directory.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="index">The file to use instead of the repository's index; null for that one.</param>
    /// <param name="timeout">After which time git hangs.</param>
    /// <param name="cancellationToken">Stops git.</param>
    /// <returns>The standard output, or null and what git says of the failure, which is empty without git or outside a
    /// repository.</returns>
    public static async Task<(string? Output, string Failure)> RunAsync(
        string directory,
        string[] arguments,
        string? index,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        if (!IsInRepository(directory))
        {
            return (null, "");
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        using var git = new Process
        {
            // Without the option, `git status` refreshes the index, which can collide with a git command of the user's.
            StartInfo = new ProcessStartInfo("git", ["--no-optional-locks", .. arguments])
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        if (index is not null)
        {
            git.StartInfo.Environment["GIT_INDEX_FILE"] = index;
        }

        try
        {
            git.Start();
        }
        catch (Win32Exception)
        {
            // git is not installed.
            return (null, "");
        }

        try
        {
            var errors = git.StandardError.ReadToEndAsync(deadline.Token);
            var text = await git.StandardOutput.ReadToEndAsync(deadline.Token);
            var failure = await errors;
            await git.WaitForExitAsync(deadline.Token);
            return git.ExitCode == 0 ? (text, "") : (null, failure.Trim());
        }
        catch (OperationCanceledException)
        {
            git.Kill(entireProcessTree: true);

            // Its last writes must not follow what the caller does next.
            await git.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return (null, $"it took longer than {timeout.TotalSeconds:0} s");
        }
    }

    /// <summary>False where no folder above has a repository: then git need not be started.</summary>
    private static bool IsInRepository(string directory)
    {
        if (Environment.GetEnvironmentVariable("GIT_DIR") is not null)
        {
            return true;
        }

        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            // A worktree and a submodule have a file of this name.
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
            {
                return true;
            }
        }

        return false;
    }
}
