using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>The engine's side that resources are registered with: the real one, or mocks.</summary>
internal interface IMonitor
{
    public Task<bool> SupportsFeatureAsync(string feature);

    public Task<Wire.RegisterResourceResponse> RegisterResourceAsync(Resource resource, Wire.RegisterResourceRequest request);

    public Task<Wire.ReadResourceResponse> ReadResourceAsync(Resource resource, Wire.ReadResourceRequest request);

    public Task RegisterResourceOutputsAsync(Wire.RegisterResourceOutputsRequest request);

    public Task<Wire.ResourceInvokeResponse> InvokeAsync(Wire.ResourceInvokeRequest request);

    public Task RegisterStackInvokeTransformAsync(Wire.Callback callback);

    /// <summary>Tells the engine that the program has nothing more to register, and waits until it needs no callbacks any more.</summary>
    public Task SignalAndWaitForShutdownAsync();
}

/// <summary>The engine's side that messages go to: the real one, or what tests collect.</summary>
internal interface IEngine
{
    public Task LogAsync(Wire.LogRequest request);

    public Task RequirePulumiVersionAsync(string range);
}
