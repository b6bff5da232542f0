using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>
/// Backups of CloudNativePG by the Barman Cloud plugin: every server archives its write-ahead log, and a schedule asks for copies of the
/// data. Both are in the folder of the cluster's name in the bucket.
/// </summary>
internal static class PostgresBackups
{
    private const string Plugin = "barman-cloud.cloudnative-pg.io";

    /// <summary>What the plugin's container in each pod of a server needs.</summary>
    public static SizeSettings PluginSize { get; } = StoreContainer.SizeOf("50m", "128Mi", "512Mi");

    /// <summary>The bucket and the schedule.</summary>
    public static IEnumerable<StoreObject> CreateObjects(OperatedStore store, BackupPlan backup)
    {
        yield return CreateBucket(store.Name, backup);
        yield return new StoreObject
        {
            ApiVersion = PostgresOperator.ApiVersion,
            Kind = "ScheduledBackup",
            Name = store.Name,
            Spec = new JsonObject
            {
                // The first of six fields is a number of seconds.
                ["schedule"] = $"0 {BackupInterval.CreateSchedule(backup.Settings.Every, StoreNames.Backup(store.Name))}",
                ["cluster"] = new JsonObject { ["name"] = store.Name },
                ["method"] = "plugin",
                ["pluginConfiguration"] = new JsonObject { ["name"] = Plugin },
                ["immediate"] = true,
                ["backupOwnerReference"] = "self",
            },
            Stage = 1,
        };
    }

    /// <summary>The bucket as the plugin reaches it.</summary>
    public static StoreObject CreateBucket(string store, BackupPlan backup)
    {
        var bucket = backup.Bucket;
        return new StoreObject
        {
            ApiVersion = "barmancloud.cnpg.io/v1",
            Kind = "ObjectStore",
            Name = store,
            Spec = new JsonObject
            {
                ["configuration"] = new JsonObject
                {
                    ["destinationPath"] = $"s3://{bucket.Database}/{backup.Folder[..backup.Folder.LastIndexOf('/')]}",
                    ["endpointURL"] = BucketEndpoint.Write(bucket),
                    ["s3Credentials"] = new JsonObject
                    {
                        ["accessKeyId"] = Refer(bucket.Secret, bucket.UsernameKey),
                        ["secretAccessKey"] = Refer(bucket.Secret, bucket.PasswordKey),
                    },
                    ["wal"] = new JsonObject { ["compression"] = "gzip" },
                    ["data"] = new JsonObject { ["compression"] = "gzip" },
                },
                ["retentionPolicy"] = $"{Math.Ceiling(backup.Settings.Keep.TotalDays):0}d",
                ["instanceSidecarConfiguration"] = new JsonObject
                {
                    ["resources"] = PodFields.Resources(PluginSize),

                    // The client of S3 asks for a region, even where the server has none.
                    ["env"] = new JsonArray(new JsonObject { ["name"] = "AWS_DEFAULT_REGION", ["value"] = bucket.Region }),
                },
            },
            Bucket = BucketEndpoint.Find(bucket),

            // The cluster comes after it.
            Stage = -1,
        };
    }

    /// <summary>The plugin of a cluster that archives its log.</summary>
    public static JsonArray CreatePlugins(string store) =>
        [
            new JsonObject
            {
                ["name"] = Plugin,
                ["isWALArchiver"] = true,
                ["parameters"] = CreateParameters(store, store),
            },
        ];

    /// <summary>The start of a new cluster from another one's backup.</summary>
    /// <param name="spec">The spec of the cluster, which gets it.</param>
    /// <param name="bucket">The name of the bucket's object.</param>
    /// <param name="from">The cluster whose backup it is.</param>
    /// <param name="time">The time whose data it gets; null for the latest.</param>
    /// <param name="database">The database of the Secret that the operator makes.</param>
    public static void Recover(JsonObject spec, string bucket, string from, DateTimeOffset? time, string? database)
    {
        var recovery = new JsonObject { ["source"] = from };
        if (database is not null)
        {
            recovery["database"] = database;
            recovery["owner"] = PostgresOperator.GetOwner(database);
        }

        if (time is { } target)
        {
            recovery["recoveryTarget"] = new JsonObject { ["targetTime"] = $"{target.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}" };
        }

        spec["bootstrap"] = new JsonObject { ["recovery"] = recovery };
        spec["externalClusters"] = new JsonArray(
            new JsonObject
            {
                ["name"] = from,
                ["plugin"] = new JsonObject { ["name"] = Plugin, ["parameters"] = CreateParameters(bucket, from) },
            }
        );
    }

    private static JsonObject CreateParameters(string bucket, string server) =>
        new() { ["barmanObjectName"] = bucket, ["serverName"] = server };

    private static JsonObject Refer(string secret, string key) => new() { ["name"] = secret, ["key"] = key };
}
