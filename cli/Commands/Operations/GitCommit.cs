using System.ComponentModel;
using System.Diagnostics;
using Infra.Engine.Kubernetes.Rendering;

namespace Infra.Cli.Commands.Operations;

/// <summary>Finds the git commit of a folder.</summary>
internal static class GitCommit
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <param name="directory">A folder of the working tree.</param>
    /// <param name="output">A folder whose files do not count as changes, because the command writes them.</param>
    /// <param name="cancellationToken">Stops git.</param>
    /// <returns>Null without git, outside a repository, or before the first commit.</returns>
    public static async Task<SourceCommit?> FindAsync(string directory, string output, CancellationToken cancellationToken)
    {
        if (await RunAsync(directory, cancellationToken, "rev-parse", "--verify", "HEAD") is not { } commit)
        {
            return null;
        }

        var inside = Path.GetRelativePath(directory, output);
        string[] exclusion =
            inside.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(inside) ? [] : ["--", ".", $":(exclude){inside}"];
        var changes = await RunAsync(directory, cancellationToken, ["status", "--porcelain", .. exclusion]);
        return new SourceCommit(commit.Trim(), changes is not { Length: 0 });
    }

    private static async Task<string?> RunAsync(string directory, CancellationToken cancellationToken, params string[] arguments)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        using var git = new Process
        {
            StartInfo = new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            git.Start();
        }
        catch (Win32Exception)
        {
            // git is not installed.
            return null;
        }

        try
        {
            var errors = git.StandardError.ReadToEndAsync(deadline.Token);
            var text = await git.StandardOutput.ReadToEndAsync(deadline.Token);
            await errors;
            await git.WaitForExitAsync(deadline.Token);
            return git.ExitCode == 0 ? text : null;
        }
        catch (OperationCanceledException)
        {
            git.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
