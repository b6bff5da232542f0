using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class StackReferenceTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Theory]
    [InlineData("base")]
    [InlineData("demo/base")]
    [InlineData("organization/demo/base")]
    public async Task Read_AnotherStack_ReturnsItsOutputsWithSecrets(string reference)
    {
        await UpBaseAsync(PropertyMap.Create(("address", "10.0.0.1"), ("password", new PropertySecret("hush"))));
        var seen = PropertyMap.Empty;

        var outcome = await _stack.UpAsync(async program => seen = await program.StackReferenceAsync(reference));

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(
            PropertyMap.Create(("address", "10.0.0.1"), ("password", new PropertySecret("hush"))),
            ((PropertyObject)seen["outputs"]).Properties
        );
        Assert.Equal(PropertyValue.Array("password"), seen["secretOutputNames"]);
        var recorded = _stack.State.Resources.Single(resource => resource.Type == "pulumi:pulumi:StackReference");
        Assert.True(recorded.External);
        Assert.Equal(reference, recorded.Id);
        Assert.Equal("default", recorded.Provider!.Value.Urn.Name);
        Assert.DoesNotContain("hush", await File.ReadAllTextAsync(_stack.StateFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_TheStackItself_ReturnsTheOutputsOfItsLastUpdate()
    {
        List<PropertyMap> seen = [];
        for (var version = 1; version <= 2; version++)
        {
            await _stack.UpAsync(async program =>
            {
                seen.Add(((PropertyObject)(await program.StackReferenceAsync("organization/demo/dev"))["outputs"]).Properties);
                await program.StackOutputsAsync(PropertyMap.Create(("version", version)));
            });
        }

        Assert.Equal([PropertyMap.Empty, PropertyMap.Create(("version", 1))], seen);
    }

    [Fact]
    public async Task Read_MissingStack_NamesItAndTheExistingOnes()
    {
        var outcome = await _stack.UpAsync(program => program.StackReferenceAsync("nowhere"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        var error = Assert.Single(_stack.Errors);
        Assert.Contains("'nowhere'", error, StringComparison.Ordinal);
        Assert.Contains("there are: dev", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Again_ReturnsTheNewOutputsAndDestroyDeletesNothing()
    {
        await UpBaseAsync(PropertyMap.Create(("size", 1)));
        await _stack.UpAsync(program => program.StackReferenceAsync("base"));
        await UpBaseAsync(PropertyMap.Create(("size", 2)));
        var seen = PropertyMap.Empty;

        await _stack.UpAsync(async program => seen = await program.StackReferenceAsync("base"));

        Assert.Equal(PropertyMap.Create(("size", 2)), ((PropertyObject)seen["outputs"]).Properties);
        Assert.Equal(OperationResult.Succeeded, (await _stack.DestroyAsync()).Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    public void Dispose() => _stack.Dispose();

    private async Task UpBaseAsync(PropertyMap outputs)
    {
        var other = new StackName(_stack.Name.Project, "base");
        if (!_stack.Workspace.Backend.Exists(other))
        {
            _stack.AddStack(other.Project, other.Name);
        }

        var operations = new StackOperations(_stack.Workspace, other, () =>
            new ScriptedProgram(program => program.StackOutputsAsync(outputs))
        );
        await operations.UpAsync(new OperationOptions { SkipPreview = true }, _ => Task.FromResult(true), _ => { });
    }
}
