using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;

namespace Infra.Engine.Stores;

/// <summary>Creates the custom resources by which an operator backs a store up or restores it, and waits for their end.</summary>
internal sealed class OperatorRuns(StoreCluster cluster)
{
    /// <summary>Makes a backup.</summary>
    public async Task<StoreTaskResult> BackUpAsync(StoreTaskObject store, Action<string> note, CancellationToken cancellationToken)
    {
        var backups = store.Operator!;
        return await RunAsync(
            store,
            backups.Backup,
            backups.CreateBackup(await ReadAsync(store, cancellationToken)),
            note,
            cancellationToken
        );
    }

    /// <summary>Restores a backup of a store into another one, which no service may use.</summary>
    public async Task<StoreTaskResult> RestoreAsync(
        StoreTaskObject into,
        StoreTaskObject from,
        string? backup,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        if (into.Operator != from.Operator)
        {
            throw new InvalidOperationRequestException(
                $"'{from.Store}' and '{into.Store}' are not of one kind and form: a backup goes into a store of its own kind and form"
            );
        }

        var (backups, live) = (into.Operator!, await ReadAsync(into, cancellationToken));
        if (live["spec"]!["users"] is JsonArray { Count: > 0 })
        {
            throw new InvalidOperationRequestException(
                $"services use the store '{into.Store}', and a restoration replaces what is in it: restore into a new store that none uses"
            );
        }

        var source = await ReadAsync(from, cancellationToken);
        if (!JsonNode.DeepEquals(Bucket(source), Bucket(live)))
        {
            throw new InvalidOperationRequestException(
                $"the backups of '{from.Store}' and '{into.Store}' are in different buckets: let both name the same store in `backup.to`"
            );
        }

        StoreRestoration.CheckDatabase(into.Store, live, from.Store, source);
        var place = new BackupPlace(from.Store, source);
        var destination =
            backup is not null && BackupPlace.IsAddress(backup)
                ? place.Check(backup)
                : place.Choose(await ListAsync(from, cancellationToken), backup);
        note($"Restoring the backup {destination}");

        // The users of the operator itself keep the passwords of the new store.
        string[] chosen = backups.ChoosesDatabases ? [.. Databases(source).Select(database => $"{database}.*")] : [];
        if (backups.ChoosesDatabases && chosen.Length == 0)
        {
            throw new InvalidOperationRequestException($"no service uses the store '{from.Store}', so its databases are not known");
        }

        return await RunAsync(into, backups.Restore!, backups.CreateRestore(live, source, destination, chosen), note, cancellationToken);
    }

    /// <summary>When the last backup of a store succeeded; null if none did.</summary>
    public async Task<DateTimeOffset?> FindLastBackupAsync(StoreTaskObject store, CancellationToken cancellationToken)
    {
        var times = (await ListAsync(store, cancellationToken)).Select(backup =>
            (string?)backup["status"]![store.Operator!.Backup.Completed]
        );
        return times
            .OfType<string>()
            .Select(time => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture))
            .Cast<DateTimeOffset?>()
            .Max();
    }

    private Task<JsonObject> ReadAsync(StoreTaskObject store, CancellationToken cancellationToken) =>
        cluster.GetAsync(
            $"{Collection(store, store.Operator!.Plural)}/{store.Name}",
            $"the object {store.Namespace}/{store.Name} of the store '{store.Store}'",
            cancellationToken
        );

    private static string Collection(StoreTaskObject store, string plural) =>
        $"apis/{store.Operator!.Group}/namespaces/{store.Namespace}/{plural}";

    /// <summary>The successful backups of a store, the newest last.</summary>
    private async Task<IReadOnlyList<JsonObject>> ListAsync(StoreTaskObject store, CancellationToken cancellationToken)
    {
        var (backups, task) = (store.Operator!, store.Operator!.Backup);
        var list = await cluster.GetAsync(Collection(store, task.Plural), $"the backups of '{store.Store}'", cancellationToken);
        return
        [
            .. list["items"]!
                .AsArray()
                .OfType<JsonObject>()
                .Where(item => backups.FindCluster(item) == store.Store && (string?)item["status"]?[task.State] == task.Done)
                .OrderBy(item => (string?)item["status"]![task.Completed], StringComparer.Ordinal),
        ];
    }

    private async Task<StoreTaskResult> RunAsync(
        StoreTaskObject store,
        OperatorTask task,
        JsonObject spec,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        var started = cluster.Now;
        var name = string.Create(CultureInfo.InvariantCulture, $"{store.Store}-{started.ToUnixTimeSeconds()}");
        var (collection, subject) = (Collection(store, task.Plural), $"the {task.Kind} {store.Namespace}/{name}");
        var body = new JsonObject
        {
            ["apiVersion"] = store.Operator!.Group,
            ["kind"] = task.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = store.Namespace,
                ["labels"] = new JsonObject { [StoreObject.Label] = store.Store },
            },
            ["spec"] = spec,
        };
        await cluster.CreateAsync(collection, body, subject, cancellationToken);
        note($"Created {subject}");
        var said = "";
        var presence = new OperatorPresence(cluster, store.Operator, subject, note);
        while (true)
        {
            var live = await cluster.FindAsync($"{collection}/{name}", subject, cancellationToken)
                ?? throw new InvalidOperationRequestException($"{subject} was deleted before its end, so what it did is not known");
            var state = (string?)live["status"]?[task.State] ?? "";
            if (state == task.Done || state == task.Failed)
            {
                var failure = state == task.Done ? null : (string?)live["status"]![task.Message] ?? state;
                return new StoreTaskResult(task.Kind, name, store.Namespace, failure, "", "", cluster.Now - started);
            }

            if (state.Length > 0 && state != said)
            {
                note($"{task.Kind} {name}: {said = state}");
            }

            if (state.Length == 0)
            {
                await presence.ExplainAsync(cluster.Now - started, cancellationToken);
            }

            await cluster.PauseAsync(subject, started, cancellationToken);
        }
    }

    /// <summary>Where a store's backups are, without the folder of the store and the credentials.</summary>
    private static JsonObject Bucket(JsonObject settings)
    {
        var storage = OperatorBackups.Storage(settings).Value!["s3"]!;
        return new JsonObject
        {
            ["bucket"] = ((string?)storage["bucket"])?.Split('/')[0],
            ["endpointUrl"] = storage["endpointUrl"]?.DeepClone(),
        };
    }

    /// <summary>The databases of a store's users.</summary>
    private static IEnumerable<string> Databases(JsonObject settings) =>
        (settings["spec"]!["users"] as JsonArray ?? [])
            .SelectMany(user => user!["roles"] as JsonArray ?? [])
            .Select(role => (string?)role!["db"])
            .OfType<string>()
            .Distinct(StringComparer.Ordinal);
}
