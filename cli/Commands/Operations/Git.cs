using System.ComponentModel;
using System.Diagnostics;

namespace Infra.Cli.Commands.Operations;

/// <summary>Runs git.</summary>
internal static class Git
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <returns>The standard output; null without git, or if it fails or hangs.</returns>
    public static async Task<string?> RunAsync(string directory, CancellationToken cancellationToken, params string[] arguments)
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
