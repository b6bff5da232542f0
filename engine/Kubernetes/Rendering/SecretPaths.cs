using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>Finds the secrets in an object's inputs.</summary>
internal static class SecretPaths
{
    /// <summary>The paths of the secret values, as in <c>spec.containers[0].env[2].value</c>.</summary>
    public static IEnumerable<string> Find(PropertyMap properties) => properties.SelectMany(property => Find(property.Value, property.Key));

    private static IEnumerable<string> Find(PropertyValue value, string path) =>
        value switch
        {
            PropertySecret => [path],
            PropertyOutput { IsSecret: true } => [path],
            PropertyOutput { Value: { } known } => Find(known, path),
            PropertyArray array => array.Elements.SelectMany((element, index) => Find(element, $"{path}[{index}]")),
            PropertyObject map => map.Properties.SelectMany(property => Find(property.Value, $"{path}.{property.Key}")),
            _ => [],
        };
}
