using System.Text.Json.Nodes;

namespace Infra.Simulator.Objects;

/// <summary>One entry of <c>metadata.ownerReferences</c>.</summary>
/// <param name="ApiVersion">Group and version of the owner.</param>
/// <param name="Kind">Kind of the owner.</param>
/// <param name="Name">Name of the owner, in the same namespace or cluster-scoped.</param>
/// <param name="Uid">UID of the owner.</param>
/// <param name="Controller">Whether the owner is the managing controller.</param>
/// <param name="BlockOwnerDeletion">Whether the owner's foreground deletion waits for the dependent.</param>
public sealed record OwnerReference(
    string ApiVersion,
    string Kind,
    string Name,
    string Uid,
    bool Controller = false,
    bool BlockOwnerDeletion = false
)
{
    /// <summary>Creates a reference that makes <paramref name="owner"/> the managing controller.</summary>
    public static OwnerReference ToController(KubeObject owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return new(owner.ApiVersion, owner.Kind, owner.Name, owner.Uid, Controller: true, BlockOwnerDeletion: true);
    }

    /// <summary>Converts the reference to JSON with the keys in Kubernetes' order.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["apiVersion"] = ApiVersion,
            ["kind"] = Kind,
            ["name"] = Name,
            ["uid"] = Uid,
        };
        if (Controller)
        {
            json["controller"] = true;
        }

        if (BlockOwnerDeletion)
        {
            json["blockOwnerDeletion"] = true;
        }

        return json;
    }

    internal static OwnerReference FromJson(JsonObject json) =>
        new(
            json.Text("apiVersion") ?? "",
            json.Text("kind") ?? "",
            json.Text("name") ?? "",
            json.Text("uid") ?? "",
            json.Flag("controller"),
            json.Flag("blockOwnerDeletion")
        );
}
