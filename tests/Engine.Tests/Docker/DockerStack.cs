using Engine.Tests.Docker.Fakes;
using Engine.Tests.Support;
using Infra.Engine.Docker;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Resources;

namespace Engine.Tests.Docker;

/// <summary>A stack on a fake engine, whose clock runs fast.</summary>
public abstract class DockerStack : IAsyncLifetime
{
    private FakeEngine? _engine;
    private TestStack? _stack;

    private protected FakeEngine Engine => _engine!;

    private protected TestStack Stack => _stack!;

    private protected IEnumerable<string> Errors => Stack.Errors;

    public async Task InitializeAsync()
    {
        _engine = await FakeEngine.StartAsync();
        _stack = Create();
        _stack.Variables["DOCKER_HOST"] = _engine.Address;
    }

    public async Task DisposeAsync()
    {
        _stack!.Dispose();
        await _engine!.DisposeAsync();
    }

    private protected async Task SucceedAsync(Func<ProgramClient, Task> program)
    {
        var outcome = await Stack.UpAsync(program);
        Assert.Empty(Stack.AllErrors);
        Assert.Equal(OperationResult.Succeeded, outcome.Result);
    }

    private protected async Task<string> FailAsync(Func<ProgramClient, Task> program)
    {
        var outcome = await Stack.UpAsync(program);
        Assert.Equal(OperationResult.Failed, outcome.Result);
        return Assert.Single(Stack.Errors);
    }

    private static TestStack Create() => new(provider: new DockerProviderFactory(".", _ => null, new AcceleratedTime(20)));

    private protected ResourceState Resource(string name) => Stack.State.Resources.Single(resource => resource.Urn.Name == name);
}
