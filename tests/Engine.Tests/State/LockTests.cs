using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.Operations;

namespace Engine.Tests.State;

public sealed class LockTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_StackIsLocked_ThrowsWithTheHolder()
    {
        StackLockedException? refused = null;
        _stack.Cloud.Before = async (_, _, _) =>
            refused = await Assert.ThrowsAsync<StackLockedException>(() =>
                new StackOperations(_stack.OpenWorkspace(), _stack.Name, () => new ScriptedProgram(_ => Task.CompletedTask)).UpAsync(
                    new OperationOptions { SkipPreview = true },
                    _ => Task.FromResult(true),
                    _ => { }
                )
            );

        var outcome = await _stack.UpAsync(program => program.ThingAsync("one"));

        Assert.Equal(Infra.Engine.Events.OperationResult.Succeeded, outcome.Result);
        Assert.Contains(
            $"{Environment.UserName}@{Environment.MachineName} (pid {Environment.ProcessId}, which is running on this host)",
            refused!.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(_stack.Workspace.Backend.Locks(_stack.Name));
    }

    [Fact]
    public async Task Cancel_LockOfAKilledProcess_AllowsTheNextUpdate()
    {
        var folder = Path.Combine(_stack.Folder, ".pulumi", "locks", "organization", "demo", "dev");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder, $"{Guid.NewGuid()}.json"),
            """{"pid":4711,"username":"ann","hostname":"far","timestamp":"2026-11-21T20:06:10.761314469+01:00"}"""
        );
        var error = await Assert.ThrowsAsync<StackLockedException>(() => _stack.UpAsync(_ => Task.CompletedTask));
        Assert.Contains("ann@far (pid 4711) at 2026-11-21T20:06:10+01:00", error.Message, StringComparison.Ordinal);

        Assert.Equal(1, _stack.Workspace.Backend.Cancel(_stack.Name));

        var outcome = await _stack.UpAsync(_ => Task.CompletedTask);
        Assert.Equal(Infra.Engine.Events.OperationResult.Succeeded, outcome.Result);
    }

    [Fact]
    public async Task Preview_StackIsLocked_Succeeds()
    {
        Infra.Engine.Events.OperationResult? planned = null;
        _stack.Cloud.Before = async (_, _, _) =>
            planned = (
                await new StackOperations(_stack.OpenWorkspace(), _stack.Name, () =>
                    new ScriptedProgram(_ => Task.CompletedTask)
                ).PreviewAsync(new OperationOptions(), _ => { })
            ).Result;

        await _stack.UpAsync(program => program.ThingAsync("one"));

        Assert.Equal(Infra.Engine.Events.OperationResult.Succeeded, planned);
    }

    public void Dispose() => _stack.Dispose();
}
