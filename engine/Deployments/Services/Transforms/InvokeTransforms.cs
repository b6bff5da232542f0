using System.Collections.Concurrent;
using Infra.Protocol.Messages;

namespace Infra.Engine.Deployments.Services.Transforms;

/// <summary>Lets the program's transforms change a function call before it is made, each in the order in which it was registered.</summary>
internal sealed class InvokeTransforms(ProgramCallbacks callbacks)
{
    private readonly ConcurrentQueue<Callback> _ofStack = new();

    /// <summary>Takes a transform for every call from now on.</summary>
    public void AddForStack(Callback transform) => _ofStack.Enqueue(transform);

    /// <summary>The call as the transforms leave it; the same one where there are none.</summary>
    public async Task<ResourceInvokeRequest> ApplyAsync(ResourceInvokeRequest request)
    {
        if (_ofStack.IsEmpty)
        {
            return request;
        }

        var transformed = request.Clone();
        foreach (var transform in _ofStack)
        {
            var answer = await callbacks.InvokeAsync(transform, $"transform of the call of '{request.Tok}'", Describe(transformed), TransformInvokeResponse.Parser);
            transformed.Args = answer.Args ?? transformed.Args;
            if (answer.Options is { } options)
            {
                transformed.Provider = options.Provider;
                transformed.Version = options.Version;
                transformed.PluginDownloadURL = options.PluginDownloadUrl;
            }
        }

        return transformed;
    }

    private static TransformInvokeRequest Describe(ResourceInvokeRequest request) => new()
    {
        Token = request.Tok,
        Args = request.Args,
        Options = new TransformInvokeOptions
        {
            Provider = request.Provider,
            Version = request.Version,
            PluginDownloadUrl = request.PluginDownloadURL,
            PluginChecksums = { request.PluginChecksums },
        },
    };
}
