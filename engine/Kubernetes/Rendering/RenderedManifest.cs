using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>Converts rendered objects to JSON.</summary>
public static class RenderedManifest
{
    /// <summary>Converts an object. A Secret has its keys, but not its values.</summary>
    /// <param name="inputs">Its checked inputs, which may contain secrets.</param>
    public static JsonObject Create(PropertyMap inputs)
    {
        var manifest = PropertyConversion.ToManifest(inputs);
        if (SecretPlaceholder.IsSecret(manifest))
        {
            SecretPlaceholder.RemoveValues(manifest);
        }

        return manifest;
    }
}
