using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>The interface to register resources: an engine's or mocks'.</summary>
internal interface IMonitor
{
    Task<bool> SupportsFeatureAsync(string feature);

    /// <summary>Registers a resource.</summary>
    /// <param name="resource">The resource to register.</param>
    /// <param name="request">The request without the properties.</param>
    /// <param name="properties">Its properties, as the bytes of a <see cref="Google.Protobuf.WellKnownTypes.Struct"/>.</param>
    Task<Wire.EncodedRegisterResourceResponse> RegisterResourceAsync(
        Resource resource,
        Wire.RegisterResourceRequest request,
        ReadOnlyMemory<byte> properties
    );

    Task<Wire.ReadResourceResponse> ReadResourceAsync(Resource resource, Wire.ReadResourceRequest request);

    Task RegisterResourceOutputsAsync(Wire.RegisterResourceOutputsRequest request);

    Task<Wire.ResourceInvokeResponse> InvokeAsync(Wire.ResourceInvokeRequest request);

    Task RegisterStackInvokeTransformAsync(Wire.Callback callback);

    /// <summary>Signals the end of all registrations, and waits until the engine needs no more callbacks.</summary>
    Task SignalAndWaitForShutdownAsync();
}

/// <summary>The interface to log messages: an engine's or a test's.</summary>
internal interface IEngine
{
    Task LogAsync(Wire.LogRequest request);

    Task RequirePulumiVersionAsync(string range);
}
