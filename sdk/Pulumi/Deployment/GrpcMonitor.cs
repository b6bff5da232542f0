using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Methods;
using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>Calls the engine that started this program over gRPC.</summary>
internal sealed class GrpcMonitor(GrpcChannel channel) : IMonitor
{
    public async Task<bool> SupportsFeatureAsync(string feature)
    {
        var request = new Wire.SupportsFeatureRequest { Id = feature };
        return (await channel.UnaryAsync(ResourceMonitorMethods.SupportsFeature, request).ConfigureAwait(false)).HasSupport;
    }

    public Task<Wire.EncodedRegisterResourceResponse> RegisterResourceAsync(
        Resource resource,
        Wire.RegisterResourceRequest request,
        ReadOnlyMemory<byte> properties
    )
    {
        var options = new GrpcCallOptions { AddedField = new(Wire.RegisterResourceRequest.ObjectFieldNumber, properties) };
        return channel.UnaryAsync(EncodedResourceMonitorMethods.RegisterResource, request, options);
    }

    public Task<Wire.ReadResourceResponse> ReadResourceAsync(Resource resource, Wire.ReadResourceRequest request) =>
        channel.UnaryAsync(ResourceMonitorMethods.ReadResource, request);

    public Task RegisterResourceOutputsAsync(Wire.RegisterResourceOutputsRequest request) =>
        channel.UnaryAsync(ResourceMonitorMethods.RegisterResourceOutputs, request);

    public Task<Wire.ResourceInvokeResponse> InvokeAsync(Wire.ResourceInvokeRequest request) =>
        channel.UnaryAsync(ResourceMonitorMethods.Invoke, request);

    public Task RegisterStackInvokeTransformAsync(Wire.Callback callback) =>
        channel.UnaryAsync(ResourceMonitorMethods.RegisterStackInvokeTransform, callback);

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await channel.UnaryAsync(ResourceMonitorMethods.SignalAndWaitForShutdown, new Empty()).ConfigureAwait(false);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unimplemented)
        {
            // Older engines do not have the method, and never call back after the program.
        }
    }
}

/// <summary>Sends messages to the engine that started this program over gRPC.</summary>
internal sealed class GrpcEngine(GrpcChannel channel) : IEngine
{
    public Task LogAsync(Wire.LogRequest request) => channel.UnaryAsync(EngineMethods.Log, request);

    public async Task RequirePulumiVersionAsync(string range)
    {
        try
        {
            var request = new Wire.RequirePulumiVersionRequest { PulumiVersionRange = range };
            await channel.UnaryAsync(EngineMethods.RequirePulumiVersion, request).ConfigureAwait(false);
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.Unimplemented)
        {
            throw new RunException("The engine is too old to check the version that the program requires: update the CLI.", exception);
        }
        catch (RpcException exception) when (exception.StatusCode != StatusCode.Unavailable)
        {
            throw new RunException(exception.Message, exception);
        }
    }
}
