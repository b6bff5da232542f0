using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class UpTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_NewResources_CreatesAndRecordsThem()
    {
        var outcome = await _stack.UpAsync(async program =>
        {
            var first = await program.ThingAsync("first", PropertyMap.Create(("size", 1)));
            await program.ThingAsync("second", PropertyMap.Create(("of", first.Id)), request =>
            {
                request.Dependencies.Add(first.Urn);
                request.PropertyDependencies["of"].Urns.Add(first.Urn);
            });
            await program.StackOutputsAsync(PropertyMap.Create(("id", first.Id)));
        });

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["create first", "create second"], _stack.Steps);
        Assert.Equal(3, outcome.ResourceChanges[StepOperation.Create]);
        Assert.Equal(["demo-dev", "default_1_2_3", "first", "second"], _stack.State.Resources.Select(resource => resource.Urn.Name));
        Assert.Equal("first-1", ((PropertyString)outcome.Outputs["id"]).Value);
        Assert.Equal("first-1", ((PropertyString)_stack.State.Root!.Outputs["id"]).Value);
    }

    [Fact]
    public async Task Up_Unchanged_ChangesNothing()
    {
        static Task Program(ProgramClient program) => program.ThingAsync("one", PropertyMap.Create(("size", 1)));
        await _stack.UpAsync(Program);
        var before = _stack.State;

        var outcome = await _stack.UpAsync(Program);

        Assert.False(outcome.HasChanges);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Equal(
            before.Resources.Select(resource => (resource.Urn, resource.Id, resource.Modified)),
            _stack.State.Resources.Select(resource => (resource.Urn, resource.Id, resource.Modified))
        );
    }

    [Fact]
    public async Task Up_ChangedInput_UpdatesInPlace()
    {
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("size", 1))));

        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("size", 2))));

        Assert.Equal(["update one"], _stack.Steps);
        Assert.Equal(["update one"], _stack.Cloud.ChangingCalls);
        Assert.Equal(2, ((PropertyNumber)_stack.State.Resources.Single(resource => resource.Urn.Name == "one").Inputs["size"]).Value);
    }

    [Fact]
    public async Task Up_ImmutableInputChanged_CreatesBeforeItDeletes()
    {
        await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "a"))));

        var outcome = await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("immutable", "b"))));

        Assert.Equal(["create-replacement one", "replace one", "delete-replaced one"], _stack.Steps);
        Assert.Equal(["create one", "delete one"], _stack.Cloud.ChangingCalls);
        Assert.Equal(1, outcome.ResourceChanges[StepOperation.Replace]);
        Assert.Equal("one-2", _stack.State.Resources.Single(resource => resource.Urn.Name == "one").Id);
    }

    [Fact]
    public async Task Up_ResourceNoLongerRegistered_IsPrunedAfterItsDependents()
    {
        await _stack.UpAsync(async program =>
        {
            var below = await program.ThingAsync("below");
            var above = await program.ThingAsync("above", configure: request => request.Dependencies.Add(below.Urn));
            await program.ThingAsync("top", configure: request => request.Dependencies.Add(above.Urn));
        });

        var outcome = await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.Equal(["delete top", "delete above", "delete below"], _stack.Cloud.ChangingCalls);
        Assert.Equal(3, outcome.ResourceChanges[StepOperation.Delete]);
        Assert.Equal(["demo-dev"], _stack.State.Resources.Select(resource => resource.Urn.Name));
    }

    [Fact]
    public async Task Preview_NewResources_PlansThemAndChangesNothing()
    {
        var before = await File.ReadAllTextAsync(_stack.StateFile);

        var outcome = await _stack.PreviewAsync(async program =>
        {
            var one = await program.ThingAsync("one", PropertyMap.Create(("size", 1)));
            Assert.Equal("", one.Id);
            Assert.IsType<PropertyUnknown>(one.Outputs["self"]);
        });

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["create one"], _stack.Steps);
        Assert.Empty(_stack.Cloud.Calls);
        Assert.Equal(before, await File.ReadAllTextAsync(_stack.StateFile));
    }

    [Fact]
    public async Task Destroy_DeletesEverything()
    {
        await _stack.UpAsync(async program =>
        {
            var group = await program.ComponentAsync("group");
            await program.ThingAsync("inside", configure: request => request.Parent = group.Urn);
        });

        var outcome = await _stack.DestroyAsync();

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Empty(_stack.State.Resources);
        Assert.Empty(_stack.Cloud.Objects);
        Assert.Equal(3, outcome.ResourceChanges[StepOperation.Delete]);
    }

    [Fact]
    public async Task Up_NotApproved_ChangesNothing()
    {
        var wasAsked = false;
        _stack.Events.Clear();
        var operations = new StackOperations(_stack.Workspace, _stack.Name, () =>
            new ScriptedProgram(program => program.ThingAsync("one"))
        );

        var outcome = await operations.UpAsync(
            new OperationOptions(),
            plan =>
            {
                wasAsked = plan.ResourceChanges[StepOperation.Create] == 2;
                return Task.FromResult(false);
            },
            _stack.Events.Add
        );

        Assert.True(wasAsked);
        Assert.False(outcome.WasApproved);
        Assert.Empty(_stack.Cloud.Calls);
        Assert.Empty(_stack.State.Resources);
    }

    public void Dispose() => _stack.Dispose();
}
