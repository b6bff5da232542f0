using System.Text.Json.Nodes;
using Infra.Protocol.Values;

namespace Infra.Engine.Stores;

/// <summary>How an operator makes backups and restores them: by custom resources whose status says how far they are.</summary>
internal sealed record OperatorBackups
{
    private static readonly OperatorBackups[] _known =
    [
        new()
        {
            Name = "CloudNativePG",
            Pods = "app.kubernetes.io/name=cloudnative-pg",
            Type = "kubernetes:postgresql.cnpg.io/v1:ScheduledBackup",
            Group = "postgresql.cnpg.io/v1",
            Plural = "scheduledbackups",
            Backup = new("Backup", "backups", "phase", "completed", "failed", "error", "stoppedAt"),
            Restore = null,
            ClusterPath = ["cluster", "name"],
        },
        new()
        {
            Name = "Percona's operator of XtraDB Cluster",
            Pods = "app.kubernetes.io/name=percona-xtradb-cluster-operator",
            Type = "kubernetes:pxc.percona.com/v1:PerconaXtraDBCluster",
            Group = "pxc.percona.com/v1",
            Plural = "perconaxtradbclusters",
            Backup = new("PerconaXtraDBClusterBackup", "perconaxtradbclusterbackups", "state", "Succeeded", "Failed", "error", "completed"),
            Restore = new(
                "PerconaXtraDBClusterRestore",
                "perconaxtradbclusterrestores",
                "state",
                "Succeeded",
                "Failed",
                "comments",
                "completed"
            ),
            ClusterPath = ["pxcCluster"],
        },
        new()
        {
            Name = "Percona's operator of MongoDB",
            Pods = "app.kubernetes.io/name=percona-server-mongodb-operator",
            Type = "kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB",
            Group = "psmdb.percona.com/v1",
            Plural = "perconaservermongodbs",
            Backup = new("PerconaServerMongoDBBackup", "perconaservermongodbbackups", "state", "ready", "error", "error", "completed"),
            Restore = new("PerconaServerMongoDBRestore", "perconaservermongodbrestores", "state", "ready", "error", "error", "completed"),
            ChoosesDatabases = true,
            ClusterPath = ["clusterName"],
        },
    ];

    /// <summary>The operator's name.</summary>
    public required string Name { get; init; }

    /// <summary>The label of its pods, as a selector.</summary>
    public required string Pods { get; init; }

    /// <summary>The type token of the object in the stack that has the settings of backups.</summary>
    public required string Type { get; init; }

    /// <summary>The API group and version.</summary>
    public required string Group { get; init; }

    /// <summary>The resource of the object with the settings.</summary>
    public required string Plural { get; init; }

    /// <summary>The kind of a backup.</summary>
    public required OperatorTask Backup { get; init; }

    /// <summary>The kind of a restoration into a running store; null if the operator restores into new ones only.</summary>
    public required OperatorTask? Restore { get; init; }

    /// <summary>Whether a restoration names the databases. The others of a server include that of the operator's own users.</summary>
    public bool ChoosesDatabases { get; init; }

    /// <summary>Where a backup or restoration names the store.</summary>
    public required string[] ClusterPath { get; init; }

    /// <summary>The tasks that can be run by hand.</summary>
    public IEnumerable<StoreTask> Tasks => Restore is null ? [StoreTask.Backup] : [StoreTask.Backup, StoreTask.Restore];

    /// <summary>The operator whose settings an object of a type has; null if none.</summary>
    public static OperatorBackups? Find(string type) => Array.Find(_known, known => known.Type == type);

    /// <summary>Whether an object of the type asks for backups.</summary>
    /// <param name="spec">Its spec in the state.</param>
    public bool IsEnabled(PropertyObject? spec) =>
        Restore is null || (spec?.Properties.Find("backup")?.RevealSecrets() as PropertyObject)?.Properties.Find("storages") is not null;

    /// <summary>The spec of a backup.</summary>
    /// <param name="settings">The object with the settings, as it is in the cluster.</param>
    public JsonObject CreateBackup(JsonObject settings)
    {
        var spec = settings["spec"]!;
        if (Restore is not null)
        {
            return new JsonObject
            {
                [ClusterPath[0]] = settings["metadata"]!["name"]!.DeepClone(),
                ["storageName"] = Storage(settings).Key,
            };
        }

        var backup = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["cluster", "method", "target", "online", "pluginConfiguration"])
        {
            if (spec[field] is { } value)
            {
                backup[field] = value.DeepClone();
            }
        }

        return backup;
    }

    /// <summary>The spec of a restoration, which reads the other store's backup from the bucket.</summary>
    /// <param name="into">The empty store, as it is in the cluster.</param>
    /// <param name="from">The store whose backup it is.</param>
    /// <param name="destination">Where the backup is.</param>
    /// <param name="namespaces">The collections to restore, for operators that restore chosen ones; empty for all.</param>
    public JsonObject CreateRestore(JsonObject into, JsonObject from, string destination, IReadOnlyList<string> namespaces)
    {
        var spec = new JsonObject
        {
            [ClusterPath[0]] = into["metadata"]!["name"]!.DeepClone(),
            ["backupSource"] = new JsonObject { ["destination"] = destination, ["s3"] = Storage(from).Value!["s3"]!.DeepClone() },
        };
        if (namespaces.Count > 0)
        {
            spec["selective"] = new JsonObject { ["namespaces"] = new JsonArray([.. namespaces.Select(name => JsonValue.Create(name))]) };
        }

        return spec;
    }

    /// <summary>The name of the store that a backup is of.</summary>
    public string? FindCluster(JsonObject backup) =>
        (string?)ClusterPath.Aggregate(backup["spec"], (node, key) => (node as JsonObject)?[key]);

    /// <summary>The storage with a store's backups: that of their schedule, beside which there may be one for the log.</summary>
    public static KeyValuePair<string, JsonNode?> Storage(JsonObject settings)
    {
        var backup = settings["spec"]!["backup"]!;
        var scheduled = (string?)((backup["schedule"] ?? backup["tasks"]) as JsonArray)?.FirstOrDefault()?["storageName"];
        return backup["storages"]!.AsObject().First(storage => scheduled is null || storage.Key == scheduled);
    }
}

/// <summary>A custom resource that stands for one backup or restoration.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Plural">Its resource.</param>
/// <param name="State">The field of the status with the state.</param>
/// <param name="Done">The state after success.</param>
/// <param name="Failed">The state after failure.</param>
/// <param name="Message">The field of the status that says why it failed.</param>
/// <param name="Completed">The field of the status with the time of the end.</param>
internal sealed record OperatorTask(string Kind, string Plural, string State, string Done, string Failed, string Message, string Completed);
