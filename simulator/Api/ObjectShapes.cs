using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>The schemas of objects by kind.</summary>
internal sealed class ObjectShapes(KubernetesSchema schema)
{
    public TypeSchema Metadata => schema.Type("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");

    public TypeSchema Get(ResourceKind kind) => kind.Custom?.Type ?? schema.Type(kind.Definition);

    /// <summary>The empty object of a kind.</summary>
    public JsonObject Empty(ResourceKind kind)
    {
        var empty = kind.Custom is null ? ZeroValues.OfObject(Get(kind)) : new JsonObject { ["metadata"] = new JsonObject() };
        empty["kind"] = kind.Kind;
        empty["apiVersion"] = kind.ApiVersion;
        return empty;
    }
}
