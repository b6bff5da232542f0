using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class RefreshTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Refresh_ChangedObject_IsTakenIntoInputsAndOutputs()
    {
        await _stack.UpAsync(TwoThings);
        _stack.Cloud.Objects["one-1"] = PropertyMap.Create(("size", 7), ("self", "one-1"));
        var before = Find("one");

        var outcome = await _stack.RefreshAsync();

        Assert.Equal(["same two", "update one"], _stack.Steps.Order());
        Assert.Equal(new PropertyNumber(7), Find("one").Inputs["size"]);
        Assert.Equal(new PropertyNumber(7), Find("one").Outputs["size"]);
        Assert.Equal(before.Created, Find("one").Created);
        Assert.NotEqual(before.Modified, Find("one").Modified);
        Assert.Equal((1, 2), (outcome.ResourceChanges[StepOperation.Update], outcome.ResourceChanges[StepOperation.Same]));
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Refresh_PropertyGoneFromObject_IsADeletedProperty()
    {
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("size", 1), ("color", "red"))));
        _stack.Cloud.Objects["one-1"] = PropertyMap.Create(("size", 1), ("new", "n"), ("self", "one-1"));
        _stack.Cloud.AnswersUnknownDiffs = true;

        await _stack.RefreshAsync();

        var step = _stack.Events.OfType<ResourceOutputsEvent>().Single(outputs => outputs.Step.Urn.Name == "one").Step;
        Assert.Equal(PropertyDiffKind.Delete, step.DetailedDiff["color"].Kind);
        Assert.Equal(PropertyDiffKind.Add, step.DetailedDiff["new"].Kind);
        Assert.Equal([new FieldDrift("color", "red", null, null), new FieldDrift("new", null, "n", null)], step.Drift!.Fields);
    }

    [Fact]
    public async Task Refresh_DeletedObject_IsRemovedWithTheReferencesToIt()
    {
        await _stack.UpAsync(async program =>
        {
            var gone = await program.ThingAsync("gone", PropertyMap.Create(("size", 1)));
            var kept = await program.ThingAsync("kept");
            await program.ThingAsync("child", configure: request => request.Parent = gone.Urn);
            await program.ThingAsync("user", PropertyMap.Create(("of", gone.Id), ("size", 1)), request =>
            {
                request.Dependencies.Add([gone.Urn, kept.Urn]);
                request.PropertyDependencies["of"].Urns.Add([gone.Urn, kept.Urn]);
                request.DeletedWith = gone.Urn;
            });
        });
        _stack.Cloud.Objects.TryRemove("gone-1", out _);

        await _stack.RefreshAsync();

        var (kept, child, user) = (Find("kept"), Find("child"), Find("user"));
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name == "gone");
        Assert.Equal("demo-dev", child.Parent.Name);
        Assert.Equal([kept.Urn], user.Dependencies);
        Assert.Equal(["of"], user.PropertyDependencies!.Keys);
        Assert.Equal([kept.Urn], user.PropertyDependencies["of"]);
        Assert.True(user.DeletedWith.IsEmpty);
    }

    [Fact]
    public async Task Refresh_OneReadFails_RecordsTheOthersAndFails()
    {
        await _stack.UpAsync(TwoThings);
        _stack.Cloud.Objects["two-2"] = PropertyMap.Create(("size", 7), ("self", "two-2"));
        _stack.Cloud.Before = (verb, name, _) =>
            (verb, name) == ("read", "one") ? throw new ResourceProviderException("the service is unreachable") : Task.CompletedTask;

        var outcome = await _stack.RefreshAsync();

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["the service is unreachable"], _stack.Errors);
        Assert.Equal(new PropertyNumber(1), Find("one").Inputs["size"]);
        Assert.Equal(new PropertyNumber(7), Find("two").Inputs["size"]);
    }

    [Fact]
    public async Task Refresh_ObjectNotReady_WarnsAndRecordsTheReasons()
    {
        await _stack.UpAsync(TwoThings);
        _stack.Cloud.NeverReady.Add("one");

        var outcome = await _stack.RefreshAsync();

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["it does not start"], Find("one").InitErrors);
        var warning = Assert.Single(_stack.Events.OfType<DiagnosticEvent>());
        Assert.Equal("Refreshed resource is in an unhealthy state:\n* it does not start", warning.Message);
    }

    [Fact]
    public async Task PreviewRefresh_ChangedObject_ShowsItAndLeavesTheState()
    {
        await _stack.UpAsync(TwoThings);
        _stack.Cloud.Objects.TryRemove("one-1", out _);
        var steps = new List<EngineEvent>();

        var outcome = await _stack.Operations.PreviewRefreshAsync(new OperationOptions(), steps.Add);

        Assert.True(outcome.HasChanges);
        Assert.Equal(1, outcome.ResourceChanges[StepOperation.Delete]);
        Assert.Equal("one-1", Find("one").Id);
    }

    [Fact]
    public async Task UpWithRefresh_DeletedAndChangedObjects_AreCreatedAndCorrected()
    {
        await _stack.UpAsync(TwoThings);
        _stack.Cloud.Objects.TryRemove("one-1", out _);
        _stack.Cloud.Objects["two-2"] = PropertyMap.Create(("size", 7), ("self", "two-2"));

        var outcome = await _stack.UpAsync(TwoThings, new OperationOptions { SkipPreview = true, Refresh = true });

        Assert.Equal(["refresh one", "refresh two", "create one", "update two"], _stack.Steps);
        Assert.Equal(new PropertyNumber(1), _stack.Cloud.Objects["two-2"]["size"]);
        Assert.Equal("one-3", Find("one").Id);
        Assert.DoesNotContain(StepOperation.Refresh, outcome.ResourceChanges.Keys);
    }

    [Fact]
    public async Task UpWithRefresh_ReadFails_DoesNotRunTheProgram()
    {
        await _stack.UpAsync(TwoThings);
        _stack.Cloud.Before = (_, _, _) => throw new ResourceProviderException("the service is unreachable");

        var outcome = await _stack.UpAsync(
            _ => throw new InvalidOperationException("The program runs."),
            new OperationOptions { SkipPreview = true, Refresh = true }
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["two", "one", "default_1_2_3", "demo-dev"], _stack.State.Resources.Reverse().Select(resource => resource.Urn.Name));
    }

    [Fact]
    public async Task DestroyWithRefresh_DeletedObject_IsNotDeletedAgain()
    {
        await _stack.UpAsync(TwoThings);
        _stack.Cloud.Objects.TryRemove("one-1", out _);

        await _stack.DestroyAsync(new OperationOptions { SkipPreview = true, Refresh = true });

        Assert.Equal(["delete two"], _stack.Cloud.ChangingCalls);
        Assert.Empty(_stack.State.Resources);
    }

    public void Dispose() => _stack.Dispose();

    private static async Task TwoThings(ProgramClient program)
    {
        await program.ThingAsync("one", PropertyMap.Create(("size", 1)));
        await program.ThingAsync("two", PropertyMap.Create(("size", 1)));
    }

    private ResourceState Find(string name) => _stack.State.Resources.Single(resource => resource.Urn.Name == name);
}
