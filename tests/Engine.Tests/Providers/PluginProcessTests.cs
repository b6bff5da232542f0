using System.Diagnostics;
using System.Globalization;
using Infra.Engine.Providers;
using Infra.Engine.Providers.Plugins;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Engine.Tests.Providers;

/// <summary>The processes of plugins, here shell scripts: how they start, and that none of them outlives the command.</summary>
public sealed class PluginProcessTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly PluginFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Mock<IProviderLog> _log = new();

    [Fact]
    public async Task Start_PluginThatPrintsSomethingElse_QuotesItAndItsErrors()
    {
        var file = _folder.Install("sample", "1.0.0", "echo 'lost my key' >&2; echo 'Hello, world'; sleep 1000");

        var error = await Assert.ThrowsAsync<ResourceProviderException>(() => StartAsync(file));

        Assert.StartsWith($"the plugin {file} wrote 'Hello, world' where its port was expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PluginThatEnds_HasExitCodeAndLastErrors()
    {
        var file = _folder.Install("sample", "1.0.0", "for i in $(seq 100); do echo \"line $i\" >&2; done; exit 3");

        var error = await Assert.ThrowsAsync<ResourceProviderException>(() => StartAsync(file));

        Assert.StartsWith($"the plugin {file} ended before it was ready (exit code 3).", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("\n  line 99\n  line 100", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 80\n", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PluginThatPrintsNoPort_IsKilledAfterAMinute()
    {
        var file = _folder.Install("sample", "1.0.0", "echo $$ > pid; exec sleep 1000");

        var opening = PluginConnection.OpenAsync(
            new PluginLocation { Executable = file },
            "sample",
            Host,
            _log.Object,
            CancellationToken.None
        );
        var process = await FindProcessAsync();
        _time.Advance(TimeSpan.FromSeconds(61));

        var error = await Assert.ThrowsAsync<ResourceProviderException>(() => opening);
        Assert.Contains("was not ready within 60 seconds of its start", error.Message, StringComparison.Ordinal);
        await WaitForEndAsync(process);
    }

    [Fact]
    public async Task Dispose_PluginThatIgnoresInterrupts_IsKilledWithItsChildrenAfterFiveSeconds()
    {
        var file = _folder.Install("sample", "1.0.0", "trap '' INT; sleep 1000 & echo $! > pid; echo 4711; wait; sleep 1000");
        var plugin = await StartAsync(file);
        var child = await FindProcessAsync();

        var disposal = plugin.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(6));

        await disposal;
        await WaitForEndAsync(child);
    }

    [Fact]
    public async Task Dispose_PluginThatEndsWhenInterrupted_IsNotKilled()
    {
        var file = _folder.Install("sample", "1.0.0", "trap 'echo bye >&2; exit 0' INT; echo 4711; while true; do sleep 0.1; done");

        // Real time, so that a plugin that inherits an ignored SIGINT fails the test instead of blocking it.
        var plugin = await StartAsync(file, TimeProvider.System);

        await plugin.DisposeAsync();

        _log.Verify(log => log.Debug(default, "bye"));
    }

    [Fact]
    public async Task Start_TheCommandIsKilled_EndsWithItsChildren()
    {
        // The shell is a command that starts a plugin and is killed.
        var file = _folder.Install("sample", "1.0.0", "sleep 1000 & echo $! > pid; wait");
        var start = PluginSignals.CommandLine(file, "127.0.0.1:9");
        start.WorkingDirectory = _folder.Path;
        using var command = Process.Start(
            new ProcessStartInfo(
                "/bin/sh",
                ["-c", "mkfifo in; exec 4<>in; \"$@\" <in 4>&- & exec sleep 1000", "sh", start.FileName, .. start.ArgumentList]
            )
            {
                WorkingDirectory = _folder.Path,
            }
        )!;
        var child = await FindProcessAsync();

        command.Kill();

        await WaitForEndAsync(child);
    }

    [Fact]
    public async Task Start_Output_IsLoggedAndTheEnvironmentIsPulumis()
    {
        var file = _folder.Install(
            "sample",
            "1.0.0",
            "echo 4711; echo \"$PULUMI_PROJECT $PULUMI_CONFIG $PULUMI_RUNTIME_BINARY [$1] $PWD\"; echo careful >&2"
        );
        var written = new TaskCompletionSource<string>();
        _log.Setup(log => log.Info(default, It.IsAny<string>()))
            .Callback((Infra.Engine.Resources.Urn _, string line) => written.TrySetResult(line));
        var warned = new TaskCompletionSource();
        _log.Setup(log => log.Debug(default, "careful")).Callback(warned.SetResult);

        await using var plugin = await StartAsync(file);

        Assert.Equal(4711, plugin.Port);
        Assert.Equal($"demo {{\"folder\":\"/x\"}} app.dll [127.0.0.1:9] {_folder.Path}", await written.Task);
        await warned.Task;
    }

    public void Dispose() => _folder.Dispose();

    private PluginHost Host =>
        new()
        {
            WorkingDirectory = _folder.Path,
            Project = "demo",
            Configuration = new Dictionary<string, string> { ["sample:folder"] = "/x", ["demo:other"] = "y" },
            RuntimeOptions = new Dictionary<string, string> { ["binary"] = "app.dll" },
            Time = _time,
        };

    private Task<PluginProcess> StartAsync(string file, TimeProvider? time = null) =>
        PluginProcess.StartAsync(
            file,
            "sample",
            "127.0.0.1:9",
            Host with
            {
                Time = time ?? _time,
            },
            new PluginOutput(_log.Object),
            CancellationToken.None
        );

    /// <summary>Finds the id of a process, which a script writes to the file <c>pid</c> of the working directory.</summary>
    private async Task<int> FindProcessAsync()
    {
        var file = Path.Combine(_folder.Path, "pid");
        var text = "";
        while (!text.EndsWith('\n'))
        {
            await Task.Delay(Interval, TimeProvider.System);
            text = File.Exists(file) ? await File.ReadAllTextAsync(file) : "";
        }

        return int.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until a process has ended; one that only waits to be collected by its parent has.</summary>
    private static async Task WaitForEndAsync(int process)
    {
        while (
            File.Exists($"/proc/{process}/stat") && !(await ReadAsync($"/proc/{process}/stat")).Contains(") Z ", StringComparison.Ordinal)
        )
        {
            await Task.Delay(Interval, TimeProvider.System);
        }
    }

    private static async Task<string> ReadAsync(string file)
    {
        try
        {
            return await File.ReadAllTextAsync(file);
        }
        catch (IOException)
        {
            return ") Z ";
        }
    }
}
