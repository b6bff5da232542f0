using Google.Protobuf;
using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>
/// Registers <see cref="InvokeTransform"/>s with the engine. A function is called only after the transforms before it are registered.
/// </summary>
internal sealed class InvokeTransformRegistrations(Deployment deployment)
{
    private readonly Lock _lock = new();
    private Task _pending = Task.CompletedTask;

    public void Start(InvokeTransform transform)
    {
        var registration = RegisterAsync(transform);
        deployment.Runner.Track(registration);
        lock (_lock)
        {
            _pending = Task.WhenAll(_pending, registration);
        }
    }

    /// <summary>Waits until the engine has registered all transforms so far.</summary>
    public Task WaitAsync()
    {
        lock (_lock)
        {
            return _pending;
        }
    }

    private async Task RegisterAsync(InvokeTransform transform)
    {
        await deployment.Features.RequireAsync("invokeTransforms", "transforms of provider functions").ConfigureAwait(false);
        var callback = await deployment
            .Callbacks.AddAsync((message, cancellationToken) => RunAsync(transform, message, cancellationToken))
            .ConfigureAwait(false);
        await deployment.Monitor.RegisterStackInvokeTransformAsync(callback).ConfigureAwait(false);
    }

    private static async Task<IMessage> RunAsync(InvokeTransform transform, ByteString message, CancellationToken cancellationToken)
    {
        var request = Wire.TransformInvokeRequest.Parser.ParseFrom(message);
        var sent = request.Options ?? new();
        var options = new InvokeOptions
        {
            Provider = sent.Provider.Length > 0 ? new DependencyProvider(sent.Provider) : null,
            Version = sent.Version,
            PluginDownloadURL = sent.PluginDownloadUrl,
        };
        var args = new InvokeTransformArgs(request.Token, TransformValues.Read(request.Args), options);
        var response = new Wire.TransformInvokeResponse();
        if (await transform(args, cancellationToken).ConfigureAwait(false) is not { } result)
        {
            return response;
        }

        response.Args = await TransformValues.WriteAsync(result.Args).ConfigureAwait(false);
        response.Options = new Wire.TransformInvokeOptions
        {
            Provider = result.Options.Provider is { } provider ? await provider.GetReferenceAsync().ConfigureAwait(false) : "",
            Version = result.Options.Version ?? "",
            PluginDownloadUrl = result.Options.PluginDownloadURL ?? "",
        };
        return response;
    }
}
