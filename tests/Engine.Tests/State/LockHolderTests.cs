using System.Text.Json;
using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.State;

namespace Engine.Tests.State;

/// <summary>Whose lock it is decides what can be done about it.</summary>
public sealed class LockHolderTests : IDisposable
{
    private readonly TestStack _stack = new();

    private string LockFolder => Path.Combine(_stack.Folder, ".pulumi", "locks", "organization", "demo", "dev");

    [Fact]
    public void Status_OfThisProcess_IsRunning() => Assert.Equal(LockHolderStatus.Running, Current().Status);

    [Fact]
    public void Status_IdIsInUseAgain_IsEnded() =>
        Assert.Equal(LockHolderStatus.Ended, (Current() with { Process = "another boot/1" }).Status);

    [Fact]
    public void Status_NoSuchProcess_IsEnded() =>
        Assert.Equal(LockHolderStatus.Ended, (Current() with { Pid = int.MaxValue, Process = null }).Status);

    [Fact]
    public void Status_OfAnotherHost_IsElsewhere() =>
        Assert.Equal(LockHolderStatus.Elsewhere, (Current() with { Hostname = "far.example.org" }).Status);

    [Fact]
    public async Task Up_LockOfAnEndedProcess_SaysSo()
    {
        await WriteLockAsync("7", JsonSerializer.Serialize(Current() with { Pid = int.MaxValue }));

        var error = await Assert.ThrowsAsync<StackLockedException>(() => _stack.UpAsync(_ => Task.CompletedTask));

        Assert.Contains("Its process has ended", error.Message, StringComparison.Ordinal);
        Assert.Contains($"(pid {int.MaxValue}, which has ended on this host)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_OneRun_LeavesTheOthersLocked()
    {
        await WriteLockAsync("one", JsonSerializer.Serialize(Current() with { Url = "https://ci.example.org/jobs/7" }));
        await WriteLockAsync("two", "{broken");
        var backend = _stack.Workspace.Backend;

        Assert.Throws<InvalidOperationRequestException>(() => backend.Cancel(_stack.Name, "three"));
        Assert.Equal(1, backend.Cancel(_stack.Name, "two"));

        var error = await Assert.ThrowsAsync<StackLockedException>(() => _stack.UpAsync(_ => Task.CompletedTask));
        Assert.Contains("https://ci.example.org/jobs/7", error.Message, StringComparison.Ordinal);
        Assert.Equal("one", Assert.Single(backend.Locks(_stack.Name)).Run);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Up_LockOrCheckpointIsNotItsOwnAnyMore_SavesBesideTheState(bool isCancelled)
    {
        await _stack.UpAsync(program => program.ThingAsync("one"));
        var changed = await File.ReadAllTextAsync(_stack.StateFile) + "\n";
        _stack.Cloud.Before = async (_, _, _) =>
        {
            if (isCancelled)
            {
                _stack.Workspace.Backend.Cancel(_stack.Name);
            }
            else
            {
                await File.WriteAllTextAsync(_stack.StateFile, changed, CancellationToken.None);
            }
        };

        var error = await Assert.ThrowsAsync<StateException>(() => _stack.UpAsync(program => program.ThingAsync("two")));

        Assert.Contains(_stack.State.Resources, resource => resource.Urn.Name == "one");
        var beside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_stack.StateFile)!, "dev.json.*.unsaved"));
        Assert.Contains($"infra stack import --file {beside}", error.Message, StringComparison.Ordinal);
        await using var export = File.OpenRead(beside);
        await _stack.Workspace.State(_stack.Name).ImportAsync(export);
        Assert.Contains(_stack.State.Resources, resource => resource.Urn.Name == "two");
        Assert.Equal("dev", Assert.Single(_stack.Workspace.Backend.List("demo")).Name);
    }

    [Theory]
    [InlineData(
        "https://git.example.org/shop/actions/runs/42",
        "GITHUB_SERVER_URL=https://git.example.org",
        "GITHUB_REPOSITORY=shop",
        "GITHUB_RUN_ID=42"
    )]
    [InlineData("https://gitlab.example.org/-/jobs/7", "CI_JOB_URL=https://gitlab.example.org/-/jobs/7")]
    [InlineData("https://jenkins.example.org/job/7/", "BUILD_URL=https://jenkins.example.org/job/7/")]
    [InlineData(
        "https://dev.azure.com/org/my%20shop/_build/results?buildId=9",
        "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI=https://dev.azure.com/org/",
        "SYSTEM_TEAMPROJECT=my shop",
        "BUILD_BUILDID=9"
    )]
    [InlineData(null, "HOME=/home/ann")]
    public void FindUrl_VariablesOfACiSystem_IsThePageOfTheJob(string? url, params string[] variables)
    {
        var environment = variables.Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Equal(url, CiJob.FindUrl(environment.GetValueOrDefault));
    }

    public void Dispose() => _stack.Dispose();

    private static LockHolder Current() => LockHolder.Current(TimeProvider.System, _ => null);

    private async Task WriteLockAsync(string run, string content)
    {
        Directory.CreateDirectory(LockFolder);
        await File.WriteAllTextAsync(Path.Combine(LockFolder, $"{run}.json"), content);
    }
}
