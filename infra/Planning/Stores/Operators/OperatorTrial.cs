using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>The throwaway store of a drill, as its operator is asked for it.</summary>
internal sealed record OperatorTrial
{
    /// <summary>The custom resource with the servers. A pod of the drill creates it.</summary>
    public required TrialObject Servers { get; init; }

    /// <summary>What the custom resource has in it once its servers are ready.</summary>
    public required string Ready { get; init; }

    /// <summary>What fills the servers, unless they start from the backup.</summary>
    public TrialRestoration? Restoration { get; init; }

    /// <summary>The Secret that the operator makes for the user of the drill.</summary>
    public required StoreCredential Administrator { get; init; }

    /// <summary>The name of this user; null if the Secret has it.</summary>
    public string? Username { get; init; }

    /// <summary>The user and group of the servers' image.</summary>
    public required int User { get; init; }

    /// <summary>The custom resources that are always there.</summary>
    public ImmutableArray<StoreObject> Objects { get; init; } = [];

    /// <summary>The pods of the operator while a drill lasts.</summary>
    public required ImmutableArray<PodDemand> Pods { get; init; }
}

/// <summary>How a throwaway store that starts empty gets a backup.</summary>
internal sealed record TrialRestoration
{
    /// <summary>The custom resource by which the operator restores. The pod of the drill writes the backup's address into it.</summary>
    public required TrialObject Object { get; init; }

    /// <summary>What the custom resource has in it after success.</summary>
    public required string Done { get; init; }

    /// <summary>What the custom resource has in it after failure.</summary>
    public required string Failed { get; init; }

    /// <summary>The resource of the backups in the services' namespace.</summary>
    public required string Backups { get; init; }

    /// <summary>The state of a backup that is whole.</summary>
    public required string BackedUp { get; init; }
}

/// <summary>A custom resource that exists while a drill lasts, and belongs to the drill's pod.</summary>
/// <param name="ApiVersion">The API group and version.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Plural">The resource.</param>
/// <param name="Name">The name.</param>
/// <param name="Spec">The spec.</param>
/// <param name="Finalizers">What must happen before it is gone.</param>
internal sealed record TrialObject(
    string ApiVersion,
    string Kind,
    string Plural,
    string Name,
    JsonObject Spec,
    params ImmutableArray<string> Finalizers
)
{
    /// <summary>The API group.</summary>
    public string Group => ApiVersion.Split('/')[0];

    /// <summary>The path of all objects of the resource in a namespace.</summary>
    public string PathIn(string inNamespace) => PathOf(Plural, inNamespace);

    /// <summary>The path of all objects of another resource of the group.</summary>
    public string PathOf(string plural, string inNamespace) => $"apis/{ApiVersion}/namespaces/{inNamespace}/{plural}";

    /// <summary>The object as JSON. The script of the drill writes name and UID of its pod into it.</summary>
    public string Write()
    {
        var metadata = new JsonObject
        {
            ["name"] = Name,
            ["ownerReferences"] = new JsonArray(
                new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Pod",
                    ["name"] = "POD_NAME",
                    ["uid"] = "POD_UID",
                }
            ),
        };
        if (!Finalizers.IsEmpty)
        {
            metadata["finalizers"] = new JsonArray([.. Finalizers.Select(finalizer => (JsonNode)finalizer)]);
        }

        return new JsonObject
        {
            ["apiVersion"] = ApiVersion,
            ["kind"] = Kind,
            ["metadata"] = metadata,
            ["spec"] = Spec.DeepClone(),
        }.ToJsonString();
    }
}
