using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.CloudNativePg;

/// <summary>The roles of a cluster: those it manages, by whether their Secrets exist, and those of the operator.</summary>
internal sealed class PostgresRoles
{
    private readonly List<string> _managed = [];
    private readonly SortedDictionary<string, string> _missingSecrets = new(StringComparer.Ordinal);

    private PostgresRoles() { }

    public bool HasMissingSecrets => _missingSecrets.Count > 0;

    public static PostgresRoles Read(StandInContext context, ObjectView cluster)
    {
        var roles = new PostgresRoles();
        foreach (var role in cluster.Source.Spec.Objects("managed", "roles"))
        {
            var name = role.Text("name") ?? "";
            if (role.Text("ensure") == "absent")
            {
                continue;
            }

            if (
                role.Text("passwordSecret", "name") is { } secret
                && context.Objects.FindSecretValue(cluster.Namespace, secret, "password") is null
            )
            {
                roles._missingSecrets[name] = secret;
            }
            else
            {
                roles._managed.Add(name);
            }
        }

        return roles;
    }

    /// <summary>The owner and the name of the first database.</summary>
    public static (string Owner, string Database) GetOwner(ObjectView cluster)
    {
        var bootstrap = cluster.Source.Spec.Map("bootstrap");
        var given = bootstrap.Map("initdb") ?? bootstrap.Map("recovery");
        var database = given.Text("database") ?? "app";
        return (given.Text("owner") ?? database, database);
    }

    /// <summary>Whether a role exists in the cluster.</summary>
    public static bool Exists(ObjectView cluster, string role) =>
        role is "postgres"
        || role == GetOwner(cluster).Owner
        || cluster.Source.Status.Array("managedRolesStatus", "byStatus", "reconciled")?.Any(name => name?.ToString() == role) == true;

    public JsonObject ToStatus(bool isReady)
    {
        var byStatus = new JsonObject { ["reserved"] = new JsonArray("postgres", "streaming_replica") };
        Add(byStatus, isReady ? "reconciled" : "pending-reconciliation", _managed);
        if (HasMissingSecrets)
        {
            var pending = byStatus["pending-reconciliation"] as JsonArray ?? [];
            byStatus.Remove("pending-reconciliation");
            Add(byStatus, "pending-reconciliation", [.. pending.Select(name => name!.ToString()), .. _missingSecrets.Keys]);
        }

        var status = new JsonObject { ["byStatus"] = byStatus };
        if (HasMissingSecrets)
        {
            status["cannotReconcile"] = new JsonObject(
                _missingSecrets.Select(entry =>
                    KeyValuePair.Create<string, JsonNode?>(entry.Key, new JsonArray($"secrets \"{entry.Value}\" not found"))
                )
            );
        }

        return status;
    }

    private static void Add(JsonObject byStatus, string status, List<string> names)
    {
        if (names.Count > 0)
        {
            byStatus[status] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
        }
    }
}
