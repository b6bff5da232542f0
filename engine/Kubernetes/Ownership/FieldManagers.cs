using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Ownership;

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

    /// <summary>True if this provider, or Pulumi's, has written the object.</summary>
    /// <param name="live">The object.</param>
    /// <param name="given">The field manager that the program sets, or null.</param>
    public static bool HasWritten(JsonObject live, string? given) =>
        live.Objects("metadata", "managedFields")
            .Any(e =>
                e.Text("manager") is { } manager
                && (manager == given || manager == Creator || manager.StartsWith($"{Creator}-", StringComparison.Ordinal))
            );

    /// <summary>Finds the apply manager of this provider, or null before the first apply.</summary>
    public static string? FindApplyManager(JsonObject live) =>
        live.Objects("metadata", "managedFields")
            .Where(e => e.Text("operation") == Apply)
            .Select(e => e.Text("manager"))
            .FirstOrDefault(manager => manager?.StartsWith($"{Creator}-", StringComparison.Ordinal) == true);

    /// <summary>True if fields must move to the apply manager before an apply.</summary>
    public static bool HasFieldsToTakeOver(JsonObject live) => live.Objects("metadata", "managedFields").Any(IsOurs);

    /// <summary>True for an object without managed fields, from before server-side apply.</summary>
    public static bool HasNoOwners(JsonObject live) => live.At("metadata", "managedFields") is not JsonArray { Count: > 0 };

    /// <summary>
    /// Computes the managed fields with all of the program's fields under <paramref name="manager"/>. As in Pulumi's provider, its entry
    /// continues the one it had or else the first that it takes over, with that one's time.
    /// </summary>
    public static JsonArray TakenOver(JsonObject live, string manager)
    {
        var entries = live.Objects("metadata", "managedFields").ToArray();
        var entry = (entries.FirstOrDefault(e => BelongsTo(e, manager, takesOver: false)) ?? entries.First(IsOurs)).Copy();
        entry["manager"] = manager;
        entry["operation"] = Apply;
        entry["fieldsV1"] = Split(live, manager, takesOver: true).Own;
        return new([.. entries.Where(e => !BelongsTo(e, manager, takesOver: true)).Select(e => e.DeepClone()), entry]);
    }

    /// <summary>Divides the owned fields into those of an apply manager and those of all others.</summary>
    /// <param name="live">The object with its managed fields.</param>
    /// <param name="manager">The apply manager.</param>
    /// <param name="takesOver">True if the program's fields under other managers count as the apply manager's.</param>
    public static (JsonObject Own, JsonObject Others) Split(JsonObject live, string manager, bool takesOver)
    {
        var (own, others) = (new JsonObject(), new JsonObject());
        foreach (var entry in live.Objects("metadata", "managedFields"))
        {
            Unite(BelongsTo(entry, manager, takesOver) ? own : others, entry["fieldsV1"] as JsonObject);
        }

        return (own, others);
    }

    /// <summary>True if an apply's conflict with an entry's manager ends when the fields are taken over.</summary>
    public static bool IsTakenOver(string conflict) =>
        Ours.Any(ours =>
            conflict.StartsWith($"conflict with \"{ours.Prefix}", StringComparison.Ordinal)
            && conflict.Contains(" using ", StringComparison.Ordinal) == (ours.Operation == Update)
            && !conflict.Contains(" with subresource ", StringComparison.Ordinal)
        );

    /// <summary>True if <paramref name="manager"/> owns the field at a path of keys.</summary>
    public static bool Owns(JsonObject live, string manager, IReadOnlyList<string> path) =>
        live.Objects("metadata", "managedFields")
            .Any(e =>
                e.Text("manager") == manager
                && path.Aggregate(e["fieldsV1"], (fields, key) => (fields as JsonObject)?[$"f:{key}"]) is not null
            );

    private static bool BelongsTo(JsonObject entry, string manager, bool takesOver) =>
        (takesOver && IsOurs(entry))
        || (entry.Text("manager") == manager && entry.Text("operation") == Apply && entry.Text("subresource") is null or "");

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
                // A field without fields below is owned itself, which a field with some says with a dot.
                if (child.Count == 0 != (more.Count == 0))
                {
                    child["."] = new JsonObject();
                }

                Unite(child, more);
            }
            else if (!into.ContainsKey(key))
            {
                into[key] = value?.DeepClone();
            }
        }
    }
}
