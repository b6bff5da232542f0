using System.Diagnostics;
using Cli.Tests.Support;

namespace Cli.Tests.Ci;

/// <summary>Commands in a job of GitHub Actions.</summary>
public sealed class JobCommandTests : IDisposable
{
    private const string Job = "https://github.example.com/shop/infra/actions/runs/7";

    private readonly ComponentStack _stack = new("one");

    [Fact]
    public async Task Destroy_InAJob_GroupsTheLinesAndShowsOneForAResource()
    {
        var (exitCode, output) = await RunAsync("destroy", "--yes", "-s", "dev");

        Assert.True(exitCode == 0, output);
        var lines = output.Split('\n');
        var begin = Array.IndexOf(lines, "::group::Destroying (dev)");
        var end = Array.IndexOf(lines, "::endgroup::", begin);
        Assert.InRange(begin, Array.IndexOf(lines, "::group::Previewing destroy (dev)") + 1, end);
        Assert.Single(lines[begin..end], line => line.Contains("Part one", StringComparison.Ordinal));
        Assert.Contains("Resources:", lines[end..]);
    }

    [Fact]
    public async Task AnError_InAJob_IsAnAnnotation()
    {
        await File.WriteAllTextAsync(Path.Combine(_stack.Folder, "Pulumi.dev.yaml"), "config:\n  shop:a: [\n");

        var (exitCode, output) = await RunAsync("preview", "-s", "dev");

        Assert.Equal(2, exitCode);
        Assert.Contains("\n::error file=Pulumi.dev.yaml,line=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_WithJob_RemovesTheLocksOfItsEndedProcessesOnly()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_stack.Folder, ".pulumi/locks/organization/shop/dev")).FullName;
        await WriteLockAsync(folder, "mine", Job, Environment.MachineName);
        await WriteLockAsync(folder, "elsewhere", Job);
        await WriteLockAsync(folder, "running", Job, Environment.MachineName, Environment.ProcessId);
        await WriteLockAsync(folder, "other", "https://github.example.com/shop/infra/actions/runs/8");

        var (exitCode, output) = await RunAsync("cancel", "-s", "dev", "--job");
        Assert.True(exitCode == 0, output);
        string[] others = ["elsewhere.json", "other.json", "running.json"];
        Assert.Equal(others, Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Contains("--run elsewhere", output, StringComparison.Ordinal);
        Assert.Contains("--run running", output, StringComparison.Ordinal);

        (exitCode, output) = await RunAsync("cancel", "-s", "dev", "--job");
        Assert.True(exitCode == 0, output);
        Assert.Contains("This job has left no lock", output, StringComparison.Ordinal);
        Assert.Equal(others.Length, Directory.GetFiles(folder).Length);
    }

    public void Dispose() => _stack.Dispose();

    private static Task WriteLockAsync(string folder, string run, string url, string host = "far", int pid = int.MaxValue) =>
        File.WriteAllTextAsync(
            Path.Combine(folder, $"{run}.json"),
            $$"""{"pid":{{pid}},"username":"ann","hostname":"{{host}}","timestamp":"2026-11-21T20:06:10+01:00","url":"{{url}}"}"""
        );

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = _stack.Prepare(Path.Combine(AppContext.BaseDirectory, "infra"), arguments);
        start.Environment["GITHUB_ACTIONS"] = "true";
        start.Environment["GITHUB_WORKSPACE"] = _stack.Folder;
        start.Environment["GITHUB_SERVER_URL"] = "https://github.example.com";
        start.Environment["GITHUB_REPOSITORY"] = "shop/infra";
        start.Environment["GITHUB_RUN_ID"] = "7";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, $"{output}\n{await errors}");
    }
}
