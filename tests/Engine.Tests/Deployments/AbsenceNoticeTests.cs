using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class AbsenceNoticeTests : IDisposable
{
    private readonly TestStack _stack = new();

    private IEnumerable<string> Warnings =>
        _stack
            .Events.OfType<DiagnosticEvent>()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning)
            .Select(diagnostic => diagnostic.Message);

    [Fact]
    public async Task Up_ObjectOfUnchangedResourceGone_SaysSoAndChangesNothing()
    {
        await _stack.UpAsync(TwoThings(1));
        _stack.Cloud.Objects.TryRemove("one-1", out _);

        var outcome = await _stack.UpAsync(TwoThings(1));

        Assert.False(outcome.HasChanges);
        Assert.Empty(_stack.Cloud.Calls);
        Assert.StartsWith("one-1 does not exist any more", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_ObjectOfChangedResourceGone_LeavesItToTheChange()
    {
        await _stack.UpAsync(TwoThings(1));
        _stack.Cloud.Objects.TryRemove("one-1", out _);

        await _stack.UpAsync(TwoThings(2));

        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task Up_WithAPlan_SaysItInThePlanOnly()
    {
        await _stack.UpAsync(TwoThings(1));
        _stack.Cloud.Objects.TryRemove("one-1", out _);

        await _stack.UpAsync(TwoThings(1), new OperationOptions());

        Assert.Single(Warnings);
    }

    public void Dispose() => _stack.Dispose();

    private static Func<ProgramClient, Task> TwoThings(int size) =>
        async program =>
        {
            await program.ThingAsync("one", PropertyMap.Create(("size", size)));
            await program.ThingAsync("two", PropertyMap.Create(("size", size)));
        };
}
