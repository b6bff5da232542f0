using System.Collections.Concurrent;
using Infra.Protocol.Messages;

namespace Infra.Engine.Deployments.Services.Transforms;

/// <summary>Applies the program's transforms to function calls, in the order of registration.</summary>
internal sealed class InvokeTransforms(ProgramCallbacks callbacks)
{
    private readonly ConcurrentQueue<Callback> _stackTransforms = new();

    /// <summary>Adds a transform for all later calls.</summary>
    public void AddForStack(Callback transform) => _stackTransforms.Enqueue(transform);

    /// <summary>Applies the transforms to a call.</summary>
    public async Task<ResourceInvokeRequest> ApplyAsync(ResourceInvokeRequest request)
    {
        if (_stackTransforms.IsEmpty)
        {
            return request;
        }

        var transformed = request.Clone();
        foreach (var transform in _stackTransforms)
        {
            var answer = await callbacks.InvokeAsync(
                transform,
                $"transform of the call of '{request.Tok}'",
                Describe(transformed),
                TransformInvokeResponse.Parser
            );
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

    private static TransformInvokeRequest Describe(ResourceInvokeRequest request) =>
        new()
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
