using System.Text.Json.Nodes;

namespace Infra.Generator.Kubernetes;

/// <summary>
/// Fields that Kubernetes has removed, with the definitions they refer to. The published classes keep them, so programs that set one still
/// compile; current clusters ignore them.
/// </summary>
internal static class FormerFields
{
    private const string Core = "io.k8s.api.core.v1.";
    private const string Networking = "io.k8s.api.networking.v1.";
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    /// <summary>Adds the removed fields to the definitions of a schema.</summary>
    public static void AddTo(JsonObject definitions)
    {
        Add(definitions, Core + "ClaimSource", "resourceClaimName", Text());
        Add(definitions, Core + "ClaimSource", "resourceClaimTemplateName", Text());
        Add(definitions, Core + "EphemeralVolumeSource", "readOnly", OfType("boolean"));
        Add(definitions, Core + "EventSeries", "state", Text());
        Add(definitions, Core + "PersistentVolumeClaimStatus", "resizeStatus", Text());
        Add(definitions, Core + "PodResourceClaim", "source", Reference(Core + "ClaimSource"));
        Add(definitions, Core + "ServiceSpec", "ipFamily", Text());
        Add(definitions, Core + "ServiceSpec", "topologyKeys", List(Text()));
        Add(definitions, Networking + "NetworkPolicy", "status", Reference(Networking + "NetworkPolicyStatus"));
        Add(definitions, Networking + "NetworkPolicyStatus", "conditions", List(Reference(Meta + "Condition")));
        Add(definitions, Meta + "ObjectMeta", "clusterName", Text());
    }

    private static void Add(JsonObject definitions, string definition, string field, JsonObject schema)
    {
        if (definitions[definition] is not JsonObject owner)
        {
            definitions[definition] = owner = OfType("object");
        }

        if (owner["properties"] is not JsonObject fields)
        {
            owner["properties"] = fields = [];
        }

        fields.TryAdd(field, schema);
    }

    private static JsonObject Text() => OfType("string");

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };

    private static JsonObject OfType(string type) => new() { ["type"] = type };
}
