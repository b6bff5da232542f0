using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Likeness.Recordings;

/// <summary>What a stack's state contains, whatever the order of its resources and without its manifest.</summary>
internal static partial class StateContent
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
        return Volatile().Replace(string.Join('\n', [.. resources, rest.ToJsonString()]), "$1$2<>");
    }

    /// <summary>
    /// A resource without what the nodes of its cluster say of themselves: the one of the recorded cluster only pretends to run pods.
    /// </summary>
    public static JsonObject WithoutNode(JsonObject resource)
    {
        if ((string?)resource["type"] != "kubernetes:core/v1:Pod" || resource["outputs"] is not JsonObject outputs)
        {
            return resource;
        }

        (outputs["spec"] as JsonObject)?.Remove("nodeName");
        foreach (var member in (string[])["hostIP", "hostIPs", "observedGeneration"])
        {
            (outputs["status"] as JsonObject)?.Remove(member);
        }

        foreach (var container in (outputs["status"]?["containerStatuses"] as JsonArray ?? []).OfType<JsonObject>())
        {
            container.Remove("containerID");
            container.Remove("imageID");
        }

        return resource;
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

    /// <summary>What every update of an object or a record changes; the recorder has replaced it.</summary>
    [GeneratedRegex(@"("")(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^""]*|<time>)(?="")|(""resourceVersion"":"")[^""]*(?="")")]
    private static partial Regex Volatile();
}
