using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>What the backups of Percona's operators have in common: a bucket, a schedule and a number of backups to keep.</summary>
internal static class PerconaBackups
{
    /// <summary>The name of the storage and of the schedule.</summary>
    public const string Storage = "bucket";

    /// <summary>The keys of the Secret with the credentials of the bucket, which the operators read.</summary>
    public const string AccessKeyKey = "AWS_ACCESS_KEY_ID";

    /// <inheritdoc cref="AccessKeyKey" />
    public const string SecretKeyKey = "AWS_SECRET_ACCESS_KEY";

    private const int FewestKept = 2;

    /// <summary>What a container that makes or uploads backups needs.</summary>
    public static SizeSettings AgentSize { get; } = StoreContainer.SizeOf("100m", "256Mi", "1Gi");

    /// <summary>How the operators of Percona reach a bucket.</summary>
    /// <param name="backup">The backups.</param>
    /// <param name="path">The name of the bucket, followed by a folder where the operator takes it so.</param>
    public static JsonObject CreateBucket(BackupPlan backup, string path) =>
        new()
        {
            ["bucket"] = path,
            ["region"] = backup.Bucket.Region,
            ["endpointUrl"] = BucketEndpoint.Write(backup.Bucket),
            ["credentialsSecret"] = backup.AwsSecret,
        };

    /// <summary>A schedule.</summary>
    public static JsonObject CreateSchedule(OperatedStore store, BackupPlan backup) =>
        new()
        {
            ["name"] = Storage,
            ["schedule"] = BackupInterval.CreateSchedule(backup.Settings.Every, StoreNames.Backup(store.Name)),
            ["storageName"] = Storage,
            ["retention"] = new JsonObject
            {
                // The operators count backups instead of days.
                ["type"] = "count",
                ["count"] = Math.Max(FewestKept, (int)Math.Ceiling(backup.Settings.Keep / backup.Settings.Every)),
                ["deleteFromStorage"] = true,
            },
        };
}
