using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Providers;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

public sealed class ContinueOnErrorTests : IDisposable
{
    private static readonly OperationOptions GoOn = new() { SkipPreview = true, ContinuesOnError = true };

    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_AStepFails_SkipsOnlyItsDependents()
    {
        FailOn("create broken");
        var results = new List<Result>();

        var outcome = await _stack.UpAsync(
            async program =>
            {
                var broken = await program.ThingAsync("broken");
                var after = await program.ThingAsync("after", configure: request => request.Dependencies.Add(broken.Urn));
                var later = await program.ThingAsync("later", configure: request => request.Dependencies.Add(after.Urn));
                results.AddRange([broken.Result, after.Result, later.Result]);
                await program.ThingAsync("aside");
            },
            GoOn
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal([Result.Fail, Result.Skip, Result.Skip], results);
        Assert.Equal(["create broken", "create aside"], _stack.Cloud.ChangingCalls);
        Assert.Equal(["no", "update failed"], _stack.AllErrors);
    }

    [Fact]
    public async Task Up_AnUpdateFails_KeepsWhatTheOldResourceDependsOn()
    {
        await _stack.UpAsync(async program =>
        {
            var root = await program.ThingAsync("root");
            await program.ThingAsync("gone");
            await program.ThingAsync("leaf", PropertyMap.Create(("v", "1")), request => request.Dependencies.Add(root.Urn));
        });
        FailOn("update leaf");

        await _stack.UpAsync(program => program.ThingAsync("leaf", PropertyMap.Create(("v", "2"))), GoOn);

        Assert.Equal(["update leaf", "delete gone"], _stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Destroy_ADeletionFails_DeletesWhatItDoesNotDependOn()
    {
        await _stack.UpAsync(async program =>
        {
            var root = await program.ThingAsync("root");
            await program.ThingAsync("stuck", configure: request => request.Dependencies.Add(root.Urn));
            await program.ThingAsync("aside");
        });
        FailOn("delete stuck");

        await _stack.DestroyAsync(GoOn);

        Assert.Equal(["delete aside", "delete stuck"], _stack.Cloud.ChangingCalls.Order(StringComparer.Ordinal));
    }

    public void Dispose() => _stack.Dispose();

    private void FailOn(string call) =>
        _stack.Cloud.Before = (verb, name, _) => $"{verb} {name}" == call ? throw new ResourceProviderException("no") : Task.CompletedTask;
}
