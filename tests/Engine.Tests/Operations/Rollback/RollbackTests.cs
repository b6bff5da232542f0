using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Engine.Tests.Operations.Rollback;

public sealed class RollbackTests : IDisposable
{
    private readonly TestStack _stack = new();

    private OperationOptions RollingBack { get; } = new() { SkipPreview = true, BeginRollback = () => Task.CompletedTask };

    private IEnumerable<string> Reports =>
        _stack
            .Events.OfType<DiagnosticEvent>()
            .Where(diagnostic => diagnostic.Message.Contains("roll", StringComparison.Ordinal))
            .Select(diagnostic => diagnostic.Message);

    [Fact]
    public async Task Up_OneDoesNotBecomeReady_UpdatesBackAndDeletesInOrder()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Size(1)));
        _stack.Cloud.NeverReady.Add("c");

        var outcome = await _stack.UpAsync(
            async program =>
            {
                await program.ThingAsync("a", Size(2));
                var b = await program.ThingAsync("b", Size(2));
                await program.ThingAsync("c", PropertyMap.Create(("of", b.Outputs["self"])), request => request.Dependencies.Add(b.Urn));
            },
            RollingBack
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["update a", "create b", "create c", "update a", "delete c", "delete b"], _stack.Cloud.ChangingCalls);
        Assert.Equal(Size(1), Find("a").Inputs);
        Assert.Equal(Find("a").Id, Assert.Single(_stack.Cloud.Objects).Key);
        Assert.Equal(["rollback: 1 updated back, 2 deleted"], Reports);
        Assert.Equal(
            ["", "", "Rolled back the failed update"],
            _stack
                .Workspace.History(_stack.Name)
                .ListFiles()
                .Select(update => System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(update.Record))!["message"]!.ToString())
        );
    }

    [Fact]
    public async Task Up_ReplacedBeforeTheFailure_TakesTheOldObjectBack()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", PropertyMap.Create(("immutable", 1d))));
        var old = Find("a").Id;
        _stack.Cloud.NeverReady.Add("b");

        await _stack.UpAsync(
            async program =>
            {
                await program.ThingAsync("a", PropertyMap.Create(("immutable", 2d)));
                await program.ThingAsync("b");
            },
            RollingBack
        );

        Assert.Equal(old, Find("a").Id);
        Assert.Equal([old], _stack.Cloud.Objects.Keys);
        Assert.Equal(["create a", "create b", "delete a", "delete b"], _stack.Cloud.ChangingCalls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Up_DeletedBeforeTheFailure_IsCreatedAgain()
    {
        await _stack.UpAsync(async program =>
        {
            var a = await program.ThingAsync("a", Size(1));
            await program.ThingAsync("b", Size(1), request => request.Dependencies.Add(a.Urn));
        });
        _stack.Cloud.Before = (verb, name, _) =>
            (verb, name) == ("delete", "a") ? throw new ResourceProviderException("still in use") : Task.CompletedTask;

        await _stack.UpAsync(_ => Task.CompletedTask, RollingBack);

        Assert.Equal(["delete b", "delete a", "create b"], _stack.Cloud.ChangingCalls);
        Assert.Equal(Size(1), Find("b").Inputs);
        Assert.Equal(["rollback: 1 created again"], Reports);
    }

    [Fact]
    public async Task Up_SomethingCannotBeBroughtBack_IsNamed()
    {
        _stack.Cloud.NeverReady.Add("b");
        _stack.Cloud.Before = (verb, name, _) =>
            (verb, name) == ("delete", "a") ? throw new ResourceProviderException("still in use") : Task.CompletedTask;

        await _stack.UpAsync(
            async program =>
            {
                await program.ThingAsync("a");
                await program.ThingAsync("b");
            },
            RollingBack
        );

        Assert.Contains(Reports, report =>
            report.StartsWith("not rolled back: ", StringComparison.Ordinal)
            && report.EndsWith("::a was created and could not be deleted", StringComparison.Ordinal)
        );
        Assert.Contains(_stack.State.Resources, resource => resource.Urn.Name == "a");
    }

    [Fact]
    public async Task Up_SeveralCannotBeBroughtBack_TheOthersAreAndAllAreNamed()
    {
        async Task Program(ProgramClient program, double size)
        {
            var a = await program.ThingAsync("a", Size(size));
            await program.ThingAsync("b", Size(size), request => request.Dependencies.Add(a.Urn));
            await program.ThingAsync("c", Size(size));
            await program.ThingAsync("d", Size(size));
        }

        await _stack.UpAsync(program => Program(program, 1));
        _stack.Cloud.NeverReady.Add("bad");
        var isRollingBack = false;
        _stack.Cloud.Before = (verb, name, _) =>
            isRollingBack && name is "a" or "c" or "kept" && verb is "update" or "delete" && isRollingBack
                ? throw new ResourceProviderException($"cannot {verb}")
                : Task.CompletedTask;

        await _stack.UpAsync(
            async program =>
            {
                await Program(program, 2);
                var kept = await program.ThingAsync("kept", Size(2));
                await program.ThingAsync("gone", Size(2), request => request.Dependencies.Add(kept.Urn));
                await program.ThingAsync("bad", Size(2));
            },
            RollingBack with
            {
                BeginRollback = () =>
                {
                    isRollingBack = true;
                    return Task.CompletedTask;
                },
            }
        );

        Assert.Equal((Size(2), Size(2), Size(2), Size(1)), (Find("a").Inputs, Find("b").Inputs, Find("c").Inputs, Find("d").Inputs));
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name is "gone" or "bad");
        Assert.Equal(
            ["a", "b", "c", "kept"],
            Reports
                .Where(report => report.StartsWith("not rolled back: ", StringComparison.Ordinal))
                .Select(report => report.Split("::")[^1].Split(' ')[0])
                .Order(StringComparer.Ordinal)
        );
        Assert.Contains("rollback: 1 updated back, 2 deleted", Reports);
    }

    [Fact]
    public async Task Up_TheRollbackIsInterrupted_LeavesAStateThatTheNextUpContinuesFrom()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", Size(1)));
        using var interrupt = new CancellationTokenSource();
        _stack.Cloud.NeverReady.Add("b");
        _stack.Cloud.Before = (verb, _, _) => verb == "delete" ? interrupt.CancelAsync() : Task.CompletedTask;
        async Task Program(ProgramClient program)
        {
            await program.ThingAsync("a", Size(2));
            await program.ThingAsync("b");
        }

        var failed = await _stack.UpAsync(Program, RollingBack with { Cancelled = interrupt.Token });
        _stack.Cloud.NeverReady.Clear();
        var next = await _stack.UpAsync(Program);

        Assert.Equal(OperationResult.Failed, failed.Result);
        Assert.Equal(OperationResult.Succeeded, next.Result);
        Assert.Equal(["a", "b"], _stack.Cloud.Objects.Keys.Select(id => id[..1]).Order());
        Assert.Equal(Size(2), Find("a").Inputs);
    }

    [Fact]
    public async Task Up_FailedBeforeItChangedAnything_RollsNothingBack()
    {
        await _stack.UpAsync(program => program.ThingAsync("a", PropertyMap.Create(("wrong", 1d))), RollingBack);

        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name == "a");
    }

    public void Dispose() => _stack.Dispose();

    private static PropertyMap Size(double size) => PropertyMap.Create(("size", size));

    private Infra.Engine.Resources.ResourceState Find(string name) => _stack.State.Resources.Single(resource => resource.Urn.Name == name);
}
