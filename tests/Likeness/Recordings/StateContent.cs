using System.Text.Json.Nodes;

namespace Likeness.Recordings;

/// <summary>What a stack's state contains, whatever the order of its resources and without its manifest.</summary>
internal static class StateContent
{
    public static string Of(JsonObject? state)
    {
        if (state?["deployment"] is not JsonObject deployment)
        {
            return "";
        }

        var resources = (deployment["resources"] as JsonArray ?? [])
            .Select(resource => WithSortedDependencies(resource!.AsObject()).ToJsonString())
            .Order(StringComparer.Ordinal);
        var rest = deployment.DeepClone().AsObject();
        rest.Remove("manifest");
        rest.Remove("resources");
        return string.Join('\n', [.. resources, rest.ToJsonString()]);
    }

    /// <summary>A resource with its dependencies sorted: a program names them in no particular order.</summary>
    public static JsonObject WithSortedDependencies(JsonObject resource)
    {
        var copy = resource.DeepClone().AsObject();
        IEnumerable<JsonObject> owners = copy["propertyDependencies"] is JsonObject byProperty ? [copy, byProperty] : [copy];
        foreach (var (owner, key) in owners.SelectMany(owner => owner.Select(member => (owner, member.Key))).ToList())
        {
            if ((owner != copy || key == "dependencies") && owner[key] is JsonArray urns)
            {
                owner[key] = new JsonArray([
                    .. urns.Select(urn => (string)urn!).Order(StringComparer.Ordinal).Select(urn => JsonValue.Create(urn)),
                ]);
            }
        }

        return copy;
    }
}
