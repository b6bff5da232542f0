using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Metadata;

/// <summary>Adds annotations to the metadata of objects.</summary>
internal static class ObjectMetadata
{
    /// <summary>Adds annotations. Without any, the metadata has no field for them.</summary>
    public static ObjectMetaArgs Annotate(this ObjectMetaArgs metadata, IEnumerable<KeyValuePair<string, string>> annotations)
    {
        foreach (var (key, value) in annotations)
        {
            metadata.Annotations.Add(key, value);
        }

        return metadata;
    }
}
