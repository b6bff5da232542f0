using Engine.Tests.Support;
using Google.Protobuf;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

/// <summary>A program's transforms are applied before anything else reads a registration.</summary>
public sealed class TransformTests : IAsyncLifetime, IDisposable
{
    private readonly TestStack _stack = new();
    private readonly GrpcServer _program = new();
    private readonly Dictionary<string, Func<TransformRequest, TransformResponse>> _transforms = [];

    public async Task InitializeAsync()
    {
        _program.MapUnary(CallbacksMethods.Invoke, (call, _) =>
            Task.FromResult(
                new CallbackInvokeResponse
                {
                    Response = _transforms[call.Token](TransformRequest.Parser.ParseFrom(call.Request)).ToByteString(),
                }
            )
        );
        await _program.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync() => await _program.DisposeAsync();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public async Task Transforms_OfResourceParentAndStack_RunInThisOrder()
    {
        var order = new List<string>();
        var outcome = await _stack.UpAsync(async program =>
        {
            await program.StackTransformAsync(Transform("stack", request => Note(order, "stack", request)));
            var parent = await program.ComponentAsync("parent", request =>
                request.Transforms.Add(Transform("parent", given => Note(order, "parent", given)))
            );
            order.Clear();
            await program.ThingAsync("child", configure: request =>
            {
                request.Parent = parent.Urn;
                request.Transforms.Add(Transform("own", given => Note(order, "own", given)));
            });
        });

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["own child", "parent child", "stack child"], order);
    }

    [Fact]
    public async Task Transform_ChangesPropertiesAndOptions_CreatesTheTransformedResource()
    {
        await _stack.UpAsync(async program =>
        {
            var other = await program.ThingAsync("other");
            await program.ThingAsync("one", PropertyMap.Create(("size", 1)), request => request.Transforms.Add(Transform("own", given =>
                    {
                        var options = given.Options.Clone();
                        options.Protect = true;
                        options.DependsOn.Add(other.Urn);
                        return new TransformResponse
                        {
                            Properties = StructConverter.ToStruct(
                                PropertyMap.Create(("size", 5), ("secret", new PropertySecret("hush"))),
                                StructConversion.Lossless
                            ),
                            Options = options,
                        };
                    })));
        });

        var one = _stack.State.Resources.Single(resource => resource.Urn.Name == "one");
        Assert.Equal(PropertyMap.Create(("size", 5), ("secret", new PropertySecret("hush"))), one.Inputs);
        Assert.True(one.Protect);
        Assert.Equal("other", Assert.Single(one.Dependencies).Name);
    }

    [Fact]
    public async Task Transform_MovesAValue_MovesItsDependency()
    {
        await _stack.UpAsync(async program =>
        {
            var other = await program.ThingAsync("other");
            await program.ThingAsync("one", PropertyMap.Create(("from", other.Id)), request =>
            {
                request.Dependencies.Add(other.Urn);
                request.PropertyDependencies["from"].Urns.Add(other.Urn);
                request.Transforms.Add(Transform("own", CopyFromTo));
            });
        });

        var one = _stack.State.Resources.Single(resource => resource.Urn.Name == "one");
        Assert.Equal(PropertyMap.Create(("to", "other-1")), one.Inputs);
        Assert.Equal("other", Assert.Single(one.PropertyDependencies!["to"]).Name);
    }

    [Fact]
    public async Task Transform_Fails_RegistersNothing()
    {
        var outcome = await _stack.UpAsync(program =>
            program.ThingAsync("one", configure: request =>
                request.Transforms.Add(Transform("own", _ => throw new RpcException(StatusCode.Unknown, "not today")))
            )
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Contains(_stack.Events.OfType<DiagnosticEvent>(), diagnostic =>
            diagnostic.Message.Contains("transform of 'one': not today", StringComparison.Ordinal)
        );
    }

    private Callback Transform(string token, Func<TransformRequest, TransformResponse> transform)
    {
        _transforms[token] = transform;
        return new Callback { Target = _program.Address, Token = token };
    }

    private static TransformResponse Note(List<string> order, string who, TransformRequest request)
    {
        order.Add($"{who} {request.Name}");
        return new TransformResponse();
    }

    private static TransformResponse CopyFromTo(TransformRequest given) =>
        new()
        {
            Properties = new() { Fields = { ["to"] = given.Properties.Fields["from"] } },
            Options = given.Options,
        };
}
