using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

/// <summary>What deletions leave behind is published as warnings before the first deletion, also in a preview.</summary>
public sealed class DeletionNoticeTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task APrunedResource_IsDescribed(bool isPreview)
    {
        await DeployAsync();

        _stack.Events.Clear();
        await (isPreview ? _stack.PreviewAsync(_ => Task.CompletedTask) : _stack.UpAsync(_ => Task.CompletedTask));

        Assert.Contains("data of a", Warnings);
        Assert.Contains("data of b, kept", Warnings);
    }

    [Fact]
    public async Task AResourceThatIsReplaced_IsDescribed()
    {
        await DeployAsync();
        _stack.Cloud.DeleteBeforeReplace = true;

        await _stack.UpAsync(program => program.ThingAsync("a", PropertyMap.Create(("immutable", "new"))));

        Assert.Contains("data of a, replaced", Warnings);
    }

    public void Dispose() => _stack.Dispose();

    private IEnumerable<string> Warnings =>
        _stack
            .Events.OfType<DiagnosticEvent>()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.Message);

    private async Task DeployAsync()
    {
        _stack.Cloud.Notices["a"] = "data of a";
        _stack.Cloud.Notices["b"] = "data of b";
        await _stack.UpAsync(async program =>
        {
            await program.ThingAsync("a");
            await program.ThingAsync("b", configure: request => request.RetainOnDelete = true);
        });
    }
}
