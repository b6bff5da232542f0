using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Programs;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Engine.Tests.Support;

/// <summary>A registered resource as a program sees it.</summary>
internal sealed record Registered(string Urn, string Id, PropertyMap Outputs, Result Result);

/// <summary>The requests of a scripted program, which go over the wire like those of a real one.</summary>
internal sealed class ProgramClient(GrpcChannel channel, ProgramEnvironment environment)
{
    public ProgramEnvironment Environment { get; } = environment;

    public string StackUrn { get; private set; } = "";

    public async Task StackAsync()
    {
        var name = $"{Environment.Project}-{Environment.Stack}";
        StackUrn = (await RegisterAsync("pulumi:pulumi:Stack", name, custom: false, configure: request => request.Parent = "")).Urn;
    }

    public Task<Registered> ComponentAsync(string name, Action<RegisterResourceRequest>? configure = null) =>
        RegisterAsync("my:index:Group", name, custom: false, configure: configure);

    public Task<Registered> ThingAsync(string name, PropertyMap? properties = null, Action<RegisterResourceRequest>? configure = null) =>
        RegisterAsync("fake:index:Thing", name, properties, configure: configure);

    public async Task<Registered> RegisterAsync(
        string type,
        string name,
        PropertyMap? properties = null,
        bool custom = true,
        Action<RegisterResourceRequest>? configure = null
    )
    {
        var request = new RegisterResourceRequest
        {
            Type = type,
            Name = name,
            Custom = custom,
            Parent = StackUrn,
            Object = UnsafeByteOperations.UnsafeWrap(StructEncoder.Encode(properties ?? PropertyMap.Empty, StructConversion.Lossless)),
            AcceptSecrets = true,
            AcceptResources = true,
            SupportsPartialValues = true,
            SupportsResultReporting = true,
            Version = custom ? "1.2.3" : "",
        };
        foreach (var key in properties?.Keys ?? [])
        {
            request.PropertyDependencies[key] = new RegisterResourceRequest.Types.PropertyDependencies();
        }

        configure?.Invoke(request);
        var response = await channel.UnaryAsync(ResourceMonitorMethods.RegisterResource, request);
        return new Registered(
            response.Urn,
            response.Id,
            StructConverter.FromStruct(response.Object, StructConversion.Resource),
            response.Result
        );
    }

    public async Task<PropertyMap> ReadAsync(string name, string id)
    {
        var response = await channel.UnaryAsync(
            ResourceMonitorMethods.ReadResource,
            new ReadResourceRequest
            {
                Type = "fake:index:Thing",
                Name = name,
                Id = id,
                Parent = StackUrn,
                Version = "1.2.3",
                AcceptSecrets = true,
            }
        );
        return StructConverter.FromStruct(response.Properties, StructConversion.Resource);
    }

    /// <summary>Reads the outputs of another stack as the SDK's StackReference does.</summary>
    public async Task<PropertyMap> StackReferenceAsync(string stack)
    {
        var request = new ReadResourceRequest
        {
            Type = "pulumi:pulumi:StackReference",
            Name = stack,
            Id = stack,
            Parent = StackUrn,
            AcceptSecrets = true,
            Properties = StructConverter.ToStruct(PropertyMap.Create(("name", stack)), StructConversion.Resource),
        };
        var response = await channel.UnaryAsync(ResourceMonitorMethods.ReadResource, request);
        return StructConverter.FromStruct(response.Properties, StructConversion.Resource);
    }

    public Task StackTransformAsync(Callback transform) => channel.UnaryAsync(ResourceMonitorMethods.RegisterStackTransform, transform);

    public Task HookAsync(string name, Callback callback) =>
        channel.UnaryAsync(
            ResourceMonitorMethods.RegisterResourceHook,
            new RegisterResourceHookRequest { Name = name, Callback = callback }
        );

    public Task ErrorHookAsync(string name, Callback callback) =>
        channel.UnaryAsync(ResourceMonitorMethods.RegisterErrorHook, new RegisterErrorHookRequest { Name = name, Callback = callback });

    public Task OutputsAsync(string urn, PropertyMap outputs) =>
        channel.UnaryAsync(
            ResourceMonitorMethods.RegisterResourceOutputs,
            new RegisterResourceOutputsRequest { Urn = urn, Outputs = StructConverter.ToStruct(outputs, StructConversion.Lossless) }
        );

    public Task StackOutputsAsync(PropertyMap outputs) => OutputsAsync(StackUrn, outputs);

    public Task LogAsync(LogSeverity severity, string message) =>
        channel.UnaryAsync(EngineMethods.Log, new LogRequest { Severity = severity, Message = message });

    public async Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments)
    {
        var response = await channel.UnaryAsync(
            ResourceMonitorMethods.Invoke,
            new ResourceInvokeRequest
            {
                Tok = token,
                Args = StructConverter.ToStruct(arguments, StructConversion.Resource),
                Version = "1.2.3",
            }
        );
        return StructConverter.FromStruct(response.Return, StructConversion.Resource);
    }

    public Task CallMethodAsync(string token) => channel.UnaryAsync(ResourceMonitorMethods.Call, new ResourceCallRequest { Tok = token });

    public Task SignalAsync() => channel.UnaryAsync(ResourceMonitorMethods.SignalAndWaitForShutdown, new Empty());
}

/// <summary>A program that is a delegate.</summary>
internal sealed class ScriptedProgram(Func<ProgramClient, Task> script, int contractVersion = 0) : IProgram
{
    public int ContractVersion => contractVersion;

    public async Task<ProgramResult> RunAsync(
        ProgramEnvironment environment,
        Action<string, bool> output,
        CancellationToken cancellationToken
    )
    {
        using var channel = new GrpcChannel(environment.MonitorAddress);
        var client = new ProgramClient(channel, environment);
        try
        {
            await client.StackAsync();
            await script(client).WaitAsync(cancellationToken);
            await client.SignalAsync();
            return ProgramResult.Succeeded;
        }
        catch (Exception error) when (error is RpcException or ProgramErrorException)
        {
            output(error.Message, true);
            return ProgramResult.Failed;
        }
    }
}

/// <summary>An error in a scripted program.</summary>
internal sealed class ProgramErrorException(string message) : Exception(message);
