using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api;

/// <summary>The schemas of objects by kind.</summary>
internal sealed class KindSchemas(BuiltInKinds schema)
{
    public TypeSchema Metadata => schema.Metadata;

    /// <summary>Whether a built-in kind exists in a version.</summary>
    public bool IsRegistered(string apiVersion, string kind) => schema.FindDefinition(apiVersion, kind) is not null;

    public TypeSchema Get(ResourceKind kind) => kind.Custom?.Type ?? schema.GetTypeSchema(kind.Definition);

    /// <summary>Creates the empty object of a kind.</summary>
    public JsonObject CreateEmpty(ResourceKind kind)
    {
        var empty = kind.Custom is null ? ZeroValues.GetObject(Get(kind)) : new JsonObject { ["metadata"] = new JsonObject() };
        empty["kind"] = kind.Kind;
        empty["apiVersion"] = kind.ApiVersion;
        return empty;
    }
}
