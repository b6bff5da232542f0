using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;
using Pulumi;
using Callback = Infra.Protocol.Messages.Callback;

namespace Sdk.Tests.Programs;

/// <summary>A call between program and engine.</summary>
internal sealed record RecordedCall(string Method, JsonNode Request, JsonNode? Response = null);

/// <summary>
/// An engine for tests: it returns arguments as outputs and the id <c>name-id</c> (unknown in a preview), calls transforms back, and
/// records every call.
/// </summary>
internal sealed class StandInEngine : IAsyncDisposable
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    private readonly GrpcServer _server = new();
    private readonly ConcurrentQueue<RecordedCall> _calls = new();
    private readonly ConcurrentDictionary<string, (string Id, Struct State)> _resources = new();
    private readonly ConcurrentBag<Callback> _invokeTransforms = [];

    private StandInEngine()
    {
        _server.MapUnary(ResourceMonitorMethods.SupportsFeature, (request, _) =>
            Record(
                "ResourceMonitor.SupportsFeature",
                request,
                new SupportsFeatureResponse { HasSupport = !Unsupported.Contains(request.Id) }
            )
        );
        _server.MapUnary(ResourceMonitorMethods.RegisterResource, RegisterAsync);
        _server.MapUnary(ResourceMonitorMethods.RegisterResourceOutputs, (request, _) =>
            Record("ResourceMonitor.RegisterResourceOutputs", request, new Empty())
        );
        _server.MapUnary(ResourceMonitorMethods.ReadResource, (request, _) =>
            Record("ResourceMonitor.ReadResource", request, Read(request))
        );
        _server.MapUnary(ResourceMonitorMethods.Invoke, InvokeAsync);
        _server.MapUnary(ResourceMonitorMethods.RegisterStackInvokeTransform, (request, _) =>
        {
            _invokeTransforms.Add(request);
            return Record("ResourceMonitor.RegisterStackInvokeTransform", request, new Empty());
        });
        _server.MapUnary(ResourceMonitorMethods.SignalAndWaitForShutdown, (request, _) =>
            HasShutdownSignal
                ? Record("ResourceMonitor.SignalAndWaitForShutdown", request, new Empty())
                : throw new RpcException(StatusCode.Unimplemented, "unknown method")
        );
        _server.MapUnary(EngineMethods.Log, (request, _) => Record("Engine.Log", request, new Empty()));
        _server.MapUnary(EngineMethods.RequirePulumiVersion, (request, _) =>
            request.PulumiVersionRange == ">=99.0.0"
                ? throw new RpcException(StatusCode.FailedPrecondition, "the CLI is 3.260.0, but >=99.0.0 is required")
                : Record("Engine.RequirePulumiVersion", request, new RequirePulumiVersionResponse())
        );
    }

    public bool IsPreview { get; init; }

    public HashSet<string> Unsupported { get; } = [];

    public bool HasShutdownSignal { get; set; } = true;

    /// <summary>The response to a registration; null to return the arguments.</summary>
    public Func<RegisterResourceRequest, RegisterResourceResponse?> OnRegister { get; set; } = _ => null;

    /// <summary>The response to a function; null to return the arguments.</summary>
    public Func<ResourceInvokeRequest, ResourceInvokeResponse?> OnInvoke { get; set; } = _ => null;

    public IReadOnlyList<RecordedCall> Calls => [.. _calls];

    public static async Task<StandInEngine> StartAsync(bool isPreview = false)
    {
        var engine = new StandInEngine { IsPreview = isPreview };
        await engine._server.StartAsync();
        return engine;
    }

    public EngineEnvironment EnvironmentFor(string config = "{}", string secretKeys = "[]") =>
        new(
            _server.Address,
            _server.Address,
            new()
            {
                Project = "sample",
                Stack = "dev",
                Organization = "organization",
                IsDryRun = IsPreview,
                RootDirectory = "/root-of-the-project",
                Config = ConfigValues.Parse(config, secretKeys),
                KeepsResourceReferences = true,
            }
        );

    /// <summary>The environment variables that an engine sets for a program.</summary>
    public IReadOnlyDictionary<string, string?> ProcessEnvironment(string config = "{}") =>
        new Dictionary<string, string?>
        {
            ["PULUMI_MONITOR"] = _server.Address,
            ["PULUMI_ENGINE"] = _server.Address,
            ["PULUMI_PROJECT"] = "sample",
            ["PULUMI_STACK"] = "dev",
            ["PULUMI_DRY_RUN"] = IsPreview ? "true" : "false",
            ["PULUMI_QUERY_MODE"] = "false",
            ["PULUMI_PARALLEL"] = "16",
            ["PULUMI_CONFIG"] = config,
            ["PULUMI_CONFIG_SECRET_KEYS"] = "[]",
        };

    /// <summary>The request that registered a resource.</summary>
    public JsonNode Registration(string name) =>
        Calls.Single(call => call.Method == "ResourceMonitor.RegisterResource" && (string?)call.Request["name"] == name).Request;

    public IEnumerable<JsonNode> RequestsOf(string method) => Calls.Where(call => call.Method == method).Select(call => call.Request);

    /// <summary>The outputs of the stack.</summary>
    public JsonNode StackOutputs =>
        RequestsOf("ResourceMonitor.RegisterResourceOutputs")
            .Last(request => ((string)request["urn"]!).Contains("pulumi:pulumi:Stack::", StringComparison.Ordinal))["outputs"]!;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<RegisterResourceResponse> RegisterAsync(RegisterResourceRequest request, CancellationToken cancellationToken)
    {
        if (OnRegister(request) is { } answer)
        {
            return await Record("ResourceMonitor.RegisterResource", request, answer);
        }

        var state = Struct.Parser.ParseFrom(request.Object);
        foreach (var transform in request.Transforms)
        {
            state = await TransformAsync(transform, request, state);
        }

        var response = new RegisterResourceResponse
        {
            Urn = UrnOf(request.Parent, request.Type, request.Name),
            Id = request.Custom && !IsPreview ? $"{request.Name}-id" : "",
            Object = state,
        };
        _resources[response.Urn] = (response.Id, state);
        return await Record("ResourceMonitor.RegisterResource", request, response);
    }

    private async Task<Struct> TransformAsync(Callback callback, RegisterResourceRequest resource, Struct properties)
    {
        var request = new TransformRequest
        {
            Type = resource.Type,
            Name = resource.Name,
            Custom = resource.Custom,
            Parent = resource.Parent,
            Properties = properties,
            Options = new(),
        };
        var response = TransformResponse.Parser.ParseFrom(await CallBackAsync(callback, request));
        await Record("Callbacks.Invoke(Transform) [engine->program]", request, response);
        return response.Properties ?? properties;
    }

    private async Task<ResourceInvokeResponse> InvokeAsync(ResourceInvokeRequest request, CancellationToken cancellationToken)
    {
        if (OnInvoke(request) is { } answer)
        {
            return await Record("ResourceMonitor.Invoke", request, answer);
        }

        if (request.Tok == "pulumi:pulumi:getResource")
        {
            return await Record(
                "ResourceMonitor.Invoke",
                request,
                new ResourceInvokeResponse { Return = Find(request.Args.Fields["urn"].StringValue) }
            );
        }

        var args = request.Args;
        foreach (var callback in _invokeTransforms)
        {
            var transform = new TransformInvokeRequest
            {
                Token = request.Tok,
                Args = args,
                Options = new(),
            };
            var response = TransformInvokeResponse.Parser.ParseFrom(await CallBackAsync(callback, transform));
            await Record("Callbacks.Invoke(TransformInvoke) [engine->program]", transform, response);
            args = response.Args ?? args;
        }

        return await Record("ResourceMonitor.Invoke", request, new ResourceInvokeResponse { Return = args });
    }

    private static async Task<ByteString> CallBackAsync(Callback callback, IMessage request)
    {
        using var program = new GrpcChannel(callback.Target);
        var invocation = new CallbackInvokeRequest { Token = callback.Token, Request = request.ToByteString() };
        return (await program.UnaryAsync(CallbacksMethods.Invoke, invocation)).Response;
    }

    private static ReadResourceResponse Read(ReadResourceRequest request)
    {
        var properties = request.Properties;
        if (request.Type == "pulumi:pulumi:StackReference")
        {
            properties = properties.Clone();
            properties.Fields["outputs"] = Value.ForStruct(new Struct { Fields = { ["url"] = Value.ForString("http://x") } });
            properties.Fields["secretOutputNames"] = Value.ForList();
        }

        return new ReadResourceResponse { Urn = UrnOf(request.Parent, request.Type, request.Name), Properties = properties };
    }

    private Struct Find(string urn) =>
        new()
        {
            Fields =
            {
                ["urn"] = Value.ForString(urn),
                ["id"] = Value.ForString(_resources[urn].Id),
                ["state"] = Value.ForStruct(_resources[urn].State),
            },
        };

    private Task<TResponse> Record<TResponse>(string method, IMessage request, TResponse response)
        where TResponse : IMessage
    {
        _calls.Enqueue(new RecordedCall(method, ToJson(request), ToJson(response)));
        return Task.FromResult(response);
    }

    private static JsonNode ToJson(IMessage message)
    {
        var json = JsonNode.Parse(Formatter.Format(message))!;
        if (message is RegisterResourceRequest { HasObject: true } registration)
        {
            json["object"] = ToJson(Struct.Parser.ParseFrom(registration.Object));
        }

        return json;
    }

    private static string UrnOf(string parent, string type, string name)
    {
        var parentTypes = parent.Length == 0 ? "" : parent.Split("::")[2];
        var prefix = parentTypes is "" or "pulumi:pulumi:Stack" ? "" : $"{parentTypes}$";
        return $"urn:pulumi:dev::sample::{prefix}{type}::{name}";
    }
}
