using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace EndToEnd.Support;

/// <summary>A running command.</summary>
internal sealed partial class RunningCommand : IDisposable
{
    private const int SigInt = 2;
    private const int SigKill = 9;

    /// <summary>Ends a command that hangs. Long, because the first commands wait until the program is built, beside other builds.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly string _commandLine;
    private readonly StringBuilder _seen = new();
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource Seen)> _awaited = [];

    private RunningCommand(Process process, string commandLine)
    {
        _process = process;
        _commandLine = commandLine;
        _output = ReadAsync(process.StandardOutput);
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static RunningCommand Start(
        string program,
        IEnumerable<string> arguments,
        string directory,
        IReadOnlyDictionary<string, string?> environment
    )
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // The commands behave as for people, wherever the tests run.
        foreach (var name in (string[])["CI", "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD"])
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new RunningCommand(process, $"{program} {string.Join(' ', start.ArgumentList)}");
    }

    /// <summary>Waits until the command's output contains the text.</summary>
    public async Task SeeAsync(string text)
    {
        Task seen;
        lock (_seen)
        {
            if (_seen.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((output => output.Contains(text, StringComparison.Ordinal), source));
            seen = source.Task;
        }

        var first = await Task.WhenAny(seen, _output).WaitAsync(Timeout);
        Assert.True(first == seen, $"`{_commandLine}` ended without writing '{text}':\n{_seen}");
    }

    /// <summary>Waits until the command's output contains the text so many times, or the command ends.</summary>
    /// <returns>False if it ended before.</returns>
    public async Task<bool> SeeOrEndAsync(string text, int times)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_seen)
        {
            _awaited.Add((output => output.Split(text).Length > times, seen));
        }

        return await Task.WhenAny(seen.Task, _output).WaitAsync(Timeout) == seen.Task;
    }

    /// <summary>Sends SIGKILL to the command's process only.</summary>
    public void Kill() => Assert.Equal(0, Kill(_process.Id, SigKill));

    /// <summary>Sends SIGINT, as Ctrl-C does.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(_process.Id, SigInt));

    public async Task<CommandResult> WaitAsync()
    {
        using var limit = new CancellationTokenSource(Timeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"`{_commandLine}` did not end within {Timeout}:\n{_seen}");
        }

        return new CommandResult(_commandLine, _process.ExitCode, await _output, await _errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<string> ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_seen)
            {
                _seen.Append(buffer, 0, count);
                var output = _seen.ToString();
                foreach (var (_, seen) in _awaited.Where(awaited => awaited.Matches(output)))
                {
                    seen.TrySetResult();
                }
            }
        }

        return _seen.ToString();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
