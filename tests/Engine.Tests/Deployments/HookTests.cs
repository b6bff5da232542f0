using Engine.Tests.Support;
using Google.Protobuf;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Providers;
using Infra.Engine.State;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

/// <summary>The program's hooks run around the operations of its resources.</summary>
public sealed class HookTests : IAsyncLifetime, IDisposable
{
    private readonly TestStack _stack = new();
    private readonly GrpcServer _program = new();
    private readonly List<string> _calls = [];
    private readonly Dictionary<string, string> _errors = [];
    private int _retries;

    public async Task InitializeAsync()
    {
        _program.MapUnary(CallbacksMethods.Invoke, (call, _) => Task.FromResult(new CallbackInvokeResponse { Response = Answer(call) }));
        await _program.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _program.DisposeAsync();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public async Task Up_HooksOfAllOperations_RunBeforeAndAfter()
    {
        _stack.Cloud.Before = (verb, name, _) =>
        {
            _calls.Add($"{verb} {name}");
            return Task.CompletedTask;
        };

        await _stack.UpAsync(Program("1"));
        await _stack.UpAsync(Program("2"));
        await _stack.UpAsync(program => RegisterAsync(program));

        Assert.Equal(
            [
                "before-create one",
                "create one",
                "after-create one",
                "before-update one",
                "update one",
                "after-update one",
                "before-delete one",
                "delete one",
                "after-delete one",
            ],
            _calls
        );
    }

    [Fact]
    public async Task Up_ABeforeHookFails_CreatesNothing()
    {
        _errors["before-create"] = "not now";

        var outcome = await _stack.UpAsync(Program("1"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Equal(["before hook \"before-create\" failed: not now"], _stack.Errors);
    }

    [Fact]
    public async Task Up_AnAfterHookFails_KeepsTheResource()
    {
        _errors["after-create"] = "too late";

        var outcome = await _stack.UpAsync(Program("1"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Contains(_stack.State.Resources, resource => resource.Urn.Name == "one");
        Assert.Equal(["after hook \"after-create\" failed: too late", "update failed"], _stack.AllErrors);
    }

    [Fact]
    public async Task Up_AnErrorHookWantsARetry_RepeatsTheOperation()
    {
        _retries = 1;
        var failures = 2;
        _stack.Cloud.Before = (_, _, _) => failures-- > 0 ? throw new ResourceProviderException($"failure {failures}") : Task.CompletedTask;

        var outcome = await _stack.UpAsync(Program("1"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["create one", "create one"], _stack.Cloud.ChangingCalls);
        Assert.Equal(["before-create one", "on-error create: failure 1", "on-error create: failure 0, failure 1"], _calls);
        Assert.Equal(["failure 0"], _stack.Errors);
    }

    [Fact]
    public async Task Preview_HooksNotMeantForIt_DoNotRun()
    {
        await _stack.PreviewAsync(Program("1"));

        Assert.Empty(_calls);
    }

    [Fact]
    public async Task Up_Hooks_AreRecordedAndReadAgain()
    {
        await _stack.UpAsync(Program("1"));

        Assert.Contains("\"features\":[\"hooks\"]", await File.ReadAllTextAsync(_stack.StateFile), StringComparison.Ordinal);
        Assert.Equal(7, _stack.State.Resources.Single(resource => resource.Urn.Name == "one").Hooks.Count);
    }

    private Func<ProgramClient, Task> Program(string value) =>
        async program =>
        {
            await RegisterAsync(program);
            await program.ThingAsync("one", PropertyMap.Create(("v", value)), request => request.Hooks =
                    new RegisterResourceRequest.Types.ResourceHooksBinding
                    {
                        BeforeCreate = { "before-create" },
                        AfterCreate = { "after-create" },
                        BeforeUpdate = { "before-update" },
                        AfterUpdate = { "after-update" },
                        BeforeDelete = { "before-delete" },
                        AfterDelete = { "after-delete" },
                        OnError = { "on-error" },
                    });
        };

    private async Task RegisterAsync(ProgramClient program)
    {
        string[] names = ["before-create", "after-create", "before-update", "after-update", "before-delete", "after-delete"];
        foreach (var name in names)
        {
            await program.HookAsync(name, Callback(name));
        }

        await program.ErrorHookAsync("on-error", Callback("on-error"));
    }

    private Callback Callback(string token) => new() { Target = _program.Address, Token = token };

    private ByteString Answer(CallbackInvokeRequest call)
    {
        if (call.Token == "on-error")
        {
            var failed = ErrorHookRequest.Parser.ParseFrom(call.Request);
            _calls.Add($"on-error {failed.FailedOperation}: {string.Join(", ", failed.Errors)}");
            return new ErrorHookResponse { Retry = _retries-- > 0 }.ToByteString();
        }

        var request = ResourceHookRequest.Parser.ParseFrom(call.Request);
        _calls.Add($"{call.Token} {request.Name}");
        return new ResourceHookResponse { Error = _errors.GetValueOrDefault(call.Token, "") }.ToByteString();
    }
}
