using Engine.Tests.Support;
using Infra.Engine.Operations;

namespace Engine.Tests.Deployments;

public sealed class StartOrderTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_IndependentResources_AreCreatedInTheOrderOfTheProgram()
    {
        string[] names = [.. Enumerable.Range(0, 60).Select(index => $"r{index}")];

        // Each is checked after the next one, so that the last is the first to be ready.
        var isChecked = names.ToDictionary(name => name, _ => new TaskCompletionSource());
        _stack.Cloud.BeforeCheck = async name =>
        {
            var next = Array.IndexOf(names, name) + 1;
            await (next == names.Length ? Task.CompletedTask : isChecked[names[next]].Task);
            isChecked[name].SetResult();
        };
        await _stack.UpAsync(
            program => Task.WhenAll(names.Select(name => program.ThingAsync(name))),
            new OperationOptions { SkipPreview = true, Parallel = 1 }
        );

        Assert.Equal(names.Select(name => $"create {name}"), _stack.Cloud.ChangingCalls);
    }

    public void Dispose() => _stack.Dispose();
}
