using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class RenderTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Render_Program_ReturnsKnownInputsAndChangesNothing()
    {
        var operations = new StackOperations(_stack.Workspace, _stack.Name, () => new ScriptedProgram(async program =>
            {
                Assert.False(program.Environment.IsPreview);
                var group = await program.ComponentAsync("group");
                var first = await program.ThingAsync("first", PropertyMap.Create(("size", 1)), request => request.Parent = group.Urn);
                await program.ThingAsync("second", PropertyMap.Create(("of", first.Outputs["size"])));
            }));

        var outcome = await operations.RenderAsync(new OperationOptions(), _ => { });

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["second", "first"], outcome.Resources.Select(resource => resource.Urn.Name));
        Assert.Equal(PropertyMap.Create(("of", 1)), outcome.Resources[0].Inputs);
        Assert.Empty(_stack.Cloud.Calls);
        Assert.Empty(_stack.State.Resources);
    }

    public void Dispose() => _stack.Dispose();
}
