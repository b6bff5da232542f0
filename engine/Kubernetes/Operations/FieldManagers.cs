using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Kubernetes;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>
/// Reads and changes the managed fields of an object. The creation, a POST, makes <see cref="Creator"/> the owner of all fields by update.
/// Before the first server-side apply they must move to the resource's apply manager: otherwise changed fields would conflict and removed
/// fields stay.
/// </summary>
internal static class FieldManagers
{
    /// <summary>The field manager of creations.</summary>
    public const string Creator = "pulumi-kubernetes";

    private const string Apply = "Apply";
    private const string Update = "Update";

    /// <summary>
    /// Prefixes of managers whose fields belong to the program: earlier creations, and kubectl with the same manifests
    /// (<c>kubectl-create</c>, <c>kubectl-client-side-apply</c>).
    /// </summary>
    private static readonly (string Prefix, string Operation)[] Ours =
    [
        ("kubectl", Apply),
        ("kubectl", Update),
        ("before-first-apply", Update),
        (Creator, Update),
        ("pulumi-resource-kubernetes", Update),
    ];

    /// <summary>True if fields must move to the apply manager before an apply.</summary>
    public static bool HasFieldsToTakeOver(JsonObject live) => live.Objects("metadata", "managedFields").Any(IsOurs);

    /// <summary>True for an object without managed fields, from before server-side apply.</summary>
    public static bool HasNoOwners(JsonObject live) => live.At("metadata", "managedFields") is not JsonArray { Count: > 0 };

    /// <summary>True if the creation still owns fields by update, so that an apply without force would conflict with it.</summary>
    public static bool IsOwnedByCreation(JsonObject live) =>
        live.Objects("metadata", "managedFields")
            .Any(e =>
                e.Text("operation") == Update && e.Text("manager") is Creator or "pulumi-kubernetes.exe" or "pulumi-resource-kubernetes"
            );

    /// <summary>Computes the managed fields with all of the program's fields under <paramref name="manager"/>.</summary>
    public static JsonArray TakenOver(JsonObject live, string manager, DateTimeOffset now)
    {
        var others = new JsonArray();
        var fields = new JsonObject();
        foreach (var entry in live.Objects("metadata", "managedFields"))
        {
            if (
                IsOurs(entry) || (entry.Text("manager") == manager && entry.Text("operation") == Apply && entry.Text("subresource") is null)
            )
            {
                Unite(fields, entry["fieldsV1"] as JsonObject);
            }
            else
            {
                others.Add(entry.DeepClone());
            }
        }

        others.Add(
            new JsonObject
            {
                ["manager"] = manager,
                ["operation"] = Apply,
                ["apiVersion"] = live.Text("apiVersion"),
                ["time"] = Timestamps.Format(now),
                ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = fields,
            }
        );
        return others;
    }

    /// <summary>True if <paramref name="manager"/> applied the field at a path of keys.</summary>
    public static bool Owns(JsonObject live, string manager, IReadOnlyList<string> path) =>
        live.Objects("metadata", "managedFields").Any(e => e.Text("manager") == manager && Has(e["fieldsV1"], path));

    /// <summary>True if a manager other than <paramref name="manager"/> owns the field at a path of keys.</summary>
    public static bool OthersOwn(JsonObject live, string manager, IReadOnlyList<string> path) =>
        live.Objects("metadata", "managedFields").Any(e => e.Text("manager") != manager && Has(e["fieldsV1"], path));

    private static bool Has(JsonNode? fields, IReadOnlyList<string> path)
    {
        foreach (var key in path)
        {
            fields = (fields as JsonObject)?[$"f:{key}"];
        }

        return fields is not null;
    }

    private static bool IsOurs(JsonObject entry) =>
        entry.Text("subresource") is null or ""
        && Ours.Any(ours =>
            entry.Text("operation") == ours.Operation && entry.Text("manager")?.StartsWith(ours.Prefix, StringComparison.Ordinal) == true
        );

    private static void Unite(JsonObject into, JsonObject? other)
    {
        foreach (var (key, value) in other ?? [])
        {
            if (into[key] is JsonObject child && value is JsonObject more)
            {
                Unite(child, more);
            }
            else if (!into.ContainsKey(key))
            {
                into[key] = value?.DeepClone();
            }
        }
    }
}
