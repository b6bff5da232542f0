using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes.Volumes;

namespace Infra.Engine.Stores;

/// <summary>Turns the Job that would restore a store's own backup into one that restores another store's.</summary>
internal sealed class StoreRestoration(string store, StoreSource source)
{
    private const string Folder = "FOLDER";
    private static readonly string[] OfBucket = ["BUCKET", "RCLONE_CONFIG_STORE_ENDPOINT", "RCLONE_CONFIG_STORE_REGION"];

    /// <summary>Refuses stores of different kinds, or with different buckets or databases.</summary>
    /// <param name="from">The CronJob of the store whose backup is restored.</param>
    /// <param name="into">The CronJob of the empty store.</param>
    public void Check(JsonObject from, JsonObject into)
    {
        var (old, fresh) = (Kind(from), Kind(into));
        if (old != fresh)
        {
            throw new InvalidOperationRequestException(
                $"'{source.From}' is a store of the kind {old}, and '{store}' of the kind {fresh}: a backup goes into a store of its own kind"
            );
        }

        CheckDatabase(store, into, source.From, from);
        foreach (var name in OfBucket)
        {
            if (
                Variable(Download(from["spec"]!["jobTemplate"]!), name)?.ToJsonString()
                != Variable(Download(into["spec"]!["jobTemplate"]!), name)?.ToJsonString()
            )
            {
                throw new InvalidOperationRequestException(
                    $"the backups of '{source.From}' and '{store}' are in different buckets: let both name the same store in `backup.to`"
                );
            }
        }
    }

    /// <summary>
    /// Refuses a store with another database: a restoration fills the database that the backup is of, and the services of the new store
    /// would start on its own.
    /// </summary>
    /// <param name="store">The new store.</param>
    /// <param name="into">An object of it.</param>
    /// <param name="other">The store whose backup is restored.</param>
    /// <param name="from">An object of it.</param>
    public static void CheckDatabase(string store, JsonObject into, string other, JsonObject from)
    {
        if (Database(from) is { } before && Database(into) is { } after && before != after)
        {
            throw new InvalidOperationRequestException(
                $"the backup of '{other}' has the database '{before}', and the services of '{store}' will use '{after}': deploy "
                    + $"'data: retained' at '{store}' if its data is protected, then write 'database: {before}' there, and run `infra up`"
            );
        }
    }

    /// <summary>Lets a Job download the other store's backup.</summary>
    /// <param name="from">The CronJob of the store whose backup is restored.</param>
    /// <param name="job">The Job of the empty store.</param>
    public void Apply(JsonObject from, JsonObject job)
    {
        var variables = Download(job)["env"]!.AsArray();
        var folder = Variable(Download(from["spec"]!["jobTemplate"]!), Folder)!.DeepClone();
        variables.Remove(variables.First(variable => (string?)variable!["name"] == Folder));
        variables.Add(folder);
        if (source.Backup is { } backup)
        {
            variables.Add(new JsonObject { ["name"] = "BACKUP", ["value"] = backup });
        }
    }

    private static string? Database(JsonObject item) => (string?)item["metadata"]!["annotations"]?[StoreRecordDiff.Database];

    private static string Kind(JsonObject cron) => (string?)cron["metadata"]!["labels"]?["infra/kind"] ?? "unknown";

    private static JsonNode Download(JsonNode template) =>
        template["spec"]!["template"]!["spec"]!["initContainers"]!.AsArray().First(container => (string?)container!["name"] == "download")!;

    private static JsonNode? Variable(JsonNode container, string name) =>
        container["env"]!.AsArray().FirstOrDefault(variable => (string?)variable!["name"] == name);
}
