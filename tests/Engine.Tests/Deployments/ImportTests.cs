using Engine.Tests.Support;
using Infra.Engine.Deployments.Importing;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class ImportTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Import_IntoAnEmptyStack_CreatesStackAndDefaultProvider()
    {
        _stack.Cloud.Objects["x"] = PropertyMap.Create(("size", 1), ("self", "x"));

        var outcome = await _stack.ImportAsync(Thing("one", "x") with { Protect = true });

        Assert.Equal(["import one"], _stack.Steps);
        Assert.Equal((1, 1), (outcome.ResourceChanges[StepOperation.Create], outcome.ResourceChanges[StepOperation.Import]));
        Assert.Equal(["demo-dev", "default", "one"], _stack.State.Resources.Select(resource => resource.Urn.Name));
        var imported = Find("one");
        Assert.Equal(("x", "", true), (imported.Id, imported.ImportId, imported.Protect));
        Assert.Equal(PropertyMap.Create(("size", 1)), imported.Inputs);
        Assert.Equal("demo-dev", imported.Parent.Name);
        Assert.Equal("default", imported.Provider!.Value.Urn.Name);
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Import_ExistingResources_AreKeptAndAnImportedOneIsNotReadAgain()
    {
        _stack.Cloud.Objects["x"] = PropertyMap.Create(("size", 1));
        _stack.Cloud.Objects["y"] = PropertyMap.Create(("size", 2));
        await _stack.ImportAsync(Thing("one", "x"));

        var outcome = await _stack.ImportAsync(Thing("one", "x"), Thing("two", "y"));

        Assert.Equal(["read two"], _stack.Cloud.Calls);
        Assert.Equal((2, 1), (outcome.ResourceChanges[StepOperation.Same], outcome.ResourceChanges[StepOperation.Import]));
    }

    [Fact]
    public async Task Import_MissingObject_FailsAndRecordsNothing()
    {
        var outcome = await _stack.ImportAsync(Thing("one", "nowhere"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["resource 'nowhere' does not exist"], _stack.Errors);
        Assert.DoesNotContain(_stack.State.Resources, resource => resource.Urn.Name == "one");
    }

    [Fact]
    public async Task Import_NameWithAnotherId_IsRefused()
    {
        _stack.Cloud.Objects["x"] = PropertyMap.Create(("size", 1));
        await _stack.ImportAsync(Thing("one", "x"));

        await _stack.ImportAsync(Thing("one", "y"));

        Assert.EndsWith("already exists", Assert.Single(_stack.Errors), StringComparison.Ordinal);
        Assert.Equal("x", Find("one").Id);
    }

    [Fact]
    public async Task Import_ChildListedBeforeItsParent_FollowsIt()
    {
        _stack.Cloud.Objects["x"] = PropertyMap.Create(("size", 1));
        var group = new ResourceImport
        {
            Type = "my:index:Group",
            Name = "group",
            Id = "",
            IsComponent = true,
        };
        var parent = Urn.Create("dev", "demo", default, group.Type, group.Name);

        await _stack.ImportAsync(Thing("child", "x") with { Parent = parent }, group);

        Assert.Equal(parent, Find("child").Parent);
        Assert.False(Find("group").Custom);
    }

    [Fact]
    public async Task Import_UnknownParent_IsRefused()
    {
        _stack.Cloud.Objects["x"] = PropertyMap.Create(("size", 1));

        await _stack.ImportAsync(Thing("one", "x") with { Parent = Urn.Create("dev", "demo", default, "my:index:Group", "none") });

        Assert.StartsWith("unknown parent", Assert.Single(_stack.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_SomeProperties_TakesTheseAndWarnsIfTheyAreNotEnough()
    {
        _stack.Cloud.Objects["x"] = PropertyMap.Create(("size", 1), ("wrong", 2));

        await _stack.ImportAsync(Thing("one", "x") with { Properties = ["wrong"] });

        Assert.Equal(PropertyMap.Create(("wrong", 2)), Find("one").Inputs);
        Assert.Contains(_stack.Events.OfType<DiagnosticEvent>(), diagnostic =>
            diagnostic.Message.Contains("different set of properties", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Import_UnreachableService_IsAnErrorOfTheResource()
    {
        _stack.Cloud.Before = (_, _, _) => throw new ResourceProviderException("the service is unreachable");

        var outcome = await _stack.ImportAsync(Thing("one", "x"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["the service is unreachable"], _stack.Errors);
    }

    [Fact]
    public async Task Up_AfterAnImport_FindsTheResourceUnchanged()
    {
        _stack.Cloud.Objects["x"] = PropertyMap.Create(("size", 1));
        await _stack.ImportAsync(Thing("one", "x"));

        var outcome = await _stack.UpAsync(program => program.ThingAsync("one", PropertyMap.Create(("size", 1))));

        Assert.False(outcome.HasChanges);
        Assert.Equal("x", Find("one").Id);
    }

    public void Dispose() => _stack.Dispose();

    private static ResourceImport Thing(string name, string id) =>
        new()
        {
            Type = "fake:index:Thing",
            Name = name,
            Id = id,
        };

    private ResourceState Find(string name) => _stack.State.Resources.Single(resource => resource.Urn.Name == name);
}
