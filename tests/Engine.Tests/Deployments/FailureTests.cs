using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Providers;
using Infra.Engine.State;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class FailureTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_OneCreationFails_RecordsTheOthersAndResumesNextTime()
    {
        _stack.Cloud.Before = (_, name, _) =>
            name == "broken" ? throw new ResourceProviderException("the service says no") : Task.CompletedTask;
        static async Task Program(ProgramClient program)
        {
            await program.ThingAsync("fine");
            var broken = await program.ThingAsync("broken");
            Assert.Equal(Result.Success, broken.Result);
            await program.ThingAsync("after");
        }

        var failed = await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("fine");
            Assert.Equal(Result.Fail, (await program.ThingAsync("broken")).Result);
        });

        Assert.Equal(OperationResult.Failed, failed.Result);
        Assert.Equal(["the service says no"], _stack.Errors);
        Assert.Equal(["demo-dev", "default_1_2_3", "fine"], _stack.State.Resources.Select(resource => resource.Urn.Name));
        Assert.Empty(_stack.State.PendingOperations);

        _stack.Cloud.Before = (_, _, _) => Task.CompletedTask;
        var outcome = await _stack.UpAsync(Program);

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["create broken", "create after"], _stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Up_OneFailsWhileOthersRun_FinishesAndRecordsThem()
    {
        var slowBegan = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        _stack.Cloud.Before = async (_, name, _) =>
        {
            if (name == "slow")
            {
                slowBegan.SetResult();
                await mayEnd.Task;
            }
            else
            {
                await slowBegan.Task;
                throw new ResourceProviderException("no");
            }
        };

        _stack.OnEvent = engineEvent =>
        {
            if (engineEvent is DiagnosticEvent { Severity: DiagnosticSeverity.Error })
            {
                mayEnd.TrySetResult();
            }
        };

        var outcome = await _stack.UpAsync(program => Task.WhenAll(program.ThingAsync("slow"), program.ThingAsync("broken")));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Contains("slow", _stack.State.Resources.Select(resource => resource.Urn.Name));
    }

    [Fact]
    public async Task Up_ResourceDoesNotBecomeReady_IsRecordedAndUpdatedNextTime()
    {
        _stack.Cloud.NeverReady.Add("lame");

        var failed = await _stack.UpAsync(program => program.ThingAsync("lame"));

        Assert.Equal(OperationResult.Failed, failed.Result);
        var lame = _stack.State.Resources.Single(resource => resource.Urn.Name == "lame");
        Assert.Equal(["it does not start"], lame.InitErrors);
        Assert.Equal("lame-1", lame.Id);

        _stack.Cloud.NeverReady.Clear();
        await _stack.UpAsync(program => program.ThingAsync("lame"));

        Assert.Equal(["update lame"], _stack.Cloud.ChangingCalls);
        Assert.Empty(_stack.State.Resources.Single(resource => resource.Urn.Name == "lame").InitErrors);
    }

    [Fact]
    public async Task Up_UpdateDoesNotBecomeReady_KeepsTheOldInputsAndRetriesNextTime()
    {
        await _stack.UpAsync(program => program.ThingAsync("lame", PropertyMap.Create(("size", 1))));
        _stack.Cloud.NeverReady.Add("lame");

        var failed = await _stack.UpAsync(program => program.ThingAsync("lame", PropertyMap.Create(("size", 2))));

        Assert.Equal(OperationResult.Failed, failed.Result);
        var lame = _stack.State.Resources.Single(resource => resource.Urn.Name == "lame");
        Assert.Equal(1, ((PropertyNumber)lame.Inputs["size"]).Value);
        Assert.NotEmpty(lame.InitErrors);
    }

    [Fact]
    public async Task Up_ProgramFails_DeletesNothingAndKeepsOldOutputs()
    {
        await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("one");
            await program.StackOutputsAsync(PropertyMap.Create(("a", "old")));
        });

        var outcome = await _stack.UpAsync(_ => throw new ProgramErrorException("cannot go on"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Contains(_stack.Events.OfType<DiagnosticEvent>(), diagnostic => diagnostic.Message == "cannot go on");
        Assert.Single(_stack.Cloud.Objects);
        Assert.Equal("old", ((PropertyString)_stack.State.Root!.Outputs["a"]).Value);
    }

    [Fact]
    public async Task Up_InvalidInputs_NamesThePropertyAndChangesNothing()
    {
        var outcome = await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("wrong", true))));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["fake:index:Thing resource 'one': property wrong has a problem: there must be no such thing"], _stack.Errors);
        Assert.Empty(_stack.Cloud.Calls);
    }

    [Fact]
    public async Task Up_SameNameTwice_IsRefused()
    {
        var outcome = await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("one");
            await program.ThingAsync("one");
        });

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["Duplicate resource URN 'urn:pulumi:dev::demo::fake:index:Thing::one'; try giving it a unique name"], _stack.Errors);
    }

    [Fact]
    public async Task Up_UnknownPackage_ListsTheKnownOnes()
    {
        var outcome = await _stack.UpAsync(program => program.RegisterAsync("other:index:Thing", "one"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        var error = Assert.Single(_stack.Errors);
        Assert.StartsWith("no resource plugin 'pulumi-resource-other' found in the workspace", error, StringComparison.Ordinal);
        Assert.Contains("the providers built into infra: fake\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_LaterResourceIsInvalid_EarlierOnesStartAndNothingElseIsReported()
    {
        var isChecked = new TaskCompletionSource();
        _stack.Cloud.BeforeCheck = name =>
        {
            if (name != "slow")
            {
                isChecked.TrySetResult();
            }

            return name == "slow" ? isChecked.Task : Task.CompletedTask;
        };

        var outcome = await _stack.UpAsync(program =>
            Task.WhenAll(
                program.ThingAsync("slow"),
                program.ThingAsync("invalid", PropertyMap.Create(("wrong", true))),
                program.ThingAsync("invalid too", PropertyMap.Create(("wrong", true)))
            )
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Contains("create slow", _stack.Cloud.ChangingCalls);
        Assert.Contains("invalid", Assert.Single(_stack.AllErrors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_SeveralInputsAreInvalid_EachIsAnError()
    {
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("wrong", 1), ("wrong too", 2))));

        Assert.Equal(2, _stack.AllErrors.Count());
    }

    [Fact]
    public async Task Up_OperationFailsAfterTheUserCancelled_IsAFailure()
    {
        using var cancel = new CancellationTokenSource();
        _stack.Cloud.Before = async (_, _, _) =>
        {
            await cancel.CancelAsync();
            throw new ResourceProviderException("no");
        };

        var outcome = await _stack.UpAsync(
            program => program.ThingAsync("one"),
            new OperationOptions { SkipPreview = true, Cancelled = cancel.Token }
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["no", "update failed"], _stack.AllErrors);
    }

    [Fact]
    public async Task Up_Cancelled_FinishesAndSavesRunningOperations()
    {
        using var cancel = new CancellationTokenSource();
        _stack.Cloud.Before = (_, _, _) => cancel.CancelAsync();

        var outcome = await _stack.UpAsync(
            async program =>
            {
                await program.ThingAsync("first");
                await program.ThingAsync("second");
            },
            new OperationOptions { SkipPreview = true, Cancelled = cancel.Token }
        );

        Assert.Equal(OperationResult.Cancelled, outcome.Result);
        Assert.Equal(["demo-dev", "default_1_2_3", "first"], _stack.State.Resources.Select(resource => resource.Urn.Name));
        Assert.Empty(_stack.State.PendingOperations);
        Assert.Empty(_stack.Workspace.Backend.Locks(_stack.Name));
    }

    [Fact]
    public async Task Up_Aborted_RecordsAPendingOperation()
    {
        using var abort = new CancellationTokenSource();
        _stack.Cloud.Before = async (_, _, cancellationToken) =>
        {
            await abort.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        };

        await _stack.UpAsync(program => program.ThingAsync("one"), new OperationOptions { SkipPreview = true, Aborted = abort.Token });

        var pending = Assert.Single(_stack.State.PendingOperations);
        Assert.Equal((PendingOperationType.Creating, "one"), (pending.Type, pending.Resource.Urn.Name));
    }

    public void Dispose() => _stack.Dispose();
}
