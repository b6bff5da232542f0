using System.Diagnostics;
using Cli.Tests.Support;

namespace Cli.Tests.Terminal;

/// <summary>Commands in a terminal of 80 columns and 24 lines.</summary>
public sealed class TerminalTests : IAsyncLifetime, IDisposable
{
    private const string Question = "Do you want to perform this destroy?";

    private readonly ComponentStack _stack = new([.. Enumerable.Range(0, 50).Select(number => $"part-{number}")]);

    private string Socket => Path.Combine(_stack.Folder, "tmux");

    private string Raw => Path.Combine(_stack.Folder, "raw.txt");

    public Task InitializeAsync() => Task.CompletedTask;

    [ToolFact("tmux")]
    public async Task Destroy_ATarget_FoldsTheRestAndKeepsTheQuestionOnTheScreen()
    {
        await StartAsync("infra destroy -s dev --target part-7");

        var screen = await WaitForAsync("  details");
        Assert.Contains(screen, line => line.StartsWith("-    Part  part-7 ", StringComparison.Ordinal));
        Assert.DoesNotContain(screen, line => line.Contains("part-8", StringComparison.Ordinal));
        Assert.Contains("   49 unchanged", screen);
        Assert.Equal([Question, "", "> no", "  yes", "  details"], screen.SkipWhile(line => line != Question));

        await TmuxAsync("send-keys", "Down", "Down", "Enter");
        screen = await WaitForAsync($"[urn={ComponentStack.Urn("part-7")}]");
        Assert.Contains($"{Question} details", screen);

        await WaitForAsync("  details");
        await TmuxAsync("send-keys", "Down", "Enter");
        screen = await WaitForAsync("Duration:");
        Assert.Contains($"{Question} yes", screen);
        Assert.Contains("    - 1 deleted", screen);

        // Terminals move up one line.
        Assert.DoesNotContain("\e[0A", await File.ReadAllTextAsync(Raw), StringComparison.Ordinal);
    }

    [ToolFact("tmux")]
    public async Task Destroy_MoreThanAScreen_EndsWithTheQuestion()
    {
        await StartAsync("infra destroy -s dev");

        var screen = await WaitForAsync("  details");
        Assert.True(screen.Length <= 24);
        Assert.Contains("    - 51 to delete", screen);
        Assert.Equal([Question, "", "> no", "  yes", "  details"], screen.SkipWhile(line => line != Question));

        await TmuxAsync("send-keys", "Enter");
        screen = await WaitForAsync("ended with 1");
        Assert.Contains($"{Question} no", screen);
        Assert.DoesNotContain("\e[0A", await File.ReadAllTextAsync(Raw), StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        if (File.Exists(Socket))
        {
            await TmuxAsync("kill-server");
        }
    }

    public void Dispose() => _stack.Dispose();

    private async Task StartAsync(string command)
    {
        // The pane shows when the command has ended, and stays.
        await TmuxAsync("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", $"sh -c '{command}; echo ended with $?; cat'");
        await TmuxAsync("pipe-pane", $"cat > {Raw}");
    }

    private async Task<string[]> WaitForAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        string[] screen = [];
        try
        {
            do
            {
                // Wrapped lines are joined, so that a long URN is found.
                screen = (await TmuxAsync("capture-pane", "-p", "-J")).Split('\n').Select(line => line.TrimEnd()).ToArray();
                if (screen.Any(line => line.Contains(text, StringComparison.Ordinal)))
                {
                    return [.. screen.Reverse().SkipWhile(line => line.Length == 0).Reverse()];
                }
            } while (await timer.WaitForNextTickAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            // The assertion shows the screen.
        }

        Assert.Fail($"'{text}' does not appear:\n{string.Join('\n', screen)}");
        return [];
    }

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        using var process = Process.Start(_stack.Prepare("tmux", ["-S", Socket, .. arguments]))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
