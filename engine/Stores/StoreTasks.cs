using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Engine.Stores;

/// <summary>
/// Runs backups, drills and restorations of a stack's stores on demand: Jobs of the stack's CronJobs, or custom resources of operators.
/// </summary>
/// <param name="workspace">The project.</param>
/// <param name="stack">The stack, which must have been deployed.</param>
/// <param name="kubernetes">Connects to clusters.</param>
public sealed class StoreTasks(Workspace workspace, StackName stack, KubernetesProviderFactory kubernetes)
{
    /// <summary>How long a task is waited for at most; null for as long as it takes. The task goes on.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>Lists the stores with tasks, and asks their clusters when these last succeeded.</summary>
    public async Task<IReadOnlyList<StoreSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var summaries = new List<StoreSummary>();
        foreach (var inCluster in Read().GroupBy(item => item.Provider.Urn))
        {
            await using var cluster = await ConnectAsync(inCluster.First(), cancellationToken);
            foreach (var store in inCluster.GroupBy(item => item.Store))
            {
                summaries.Add(
                    new StoreSummary(
                        store.Key,
                        inCluster.Key.Name,
                        [.. store.Select(item => item.Task).Distinct().Order()],
                        await LastSuccessAsync(cluster, store, StoreTask.Backup, cancellationToken),
                        await LastSuccessAsync(cluster, store, StoreTask.Drill, cancellationToken)
                    )
                );
            }
        }

        return [.. summaries.OrderBy(store => store.Name, StringComparer.Ordinal).ThenBy(store => store.Cluster, StringComparer.Ordinal)];
    }

    /// <summary>Makes a backup or runs a drill, and waits for the end.</summary>
    /// <param name="store">The store.</param>
    /// <param name="task">The task.</param>
    /// <param name="note">Receives what happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting; the Job goes on.</param>
    public async Task<StoreTaskResult> RunAsync(string store, StoreTask task, Action<string> note, CancellationToken cancellationToken)
    {
        var item = Choose(Read(), store, task);
        await using var cluster = await ConnectAsync(item, cancellationToken);
        return item.Operator is null
            ? await new StoreJobs(cluster).RunAsync(item, _ => { }, note, cancellationToken)
            : await new OperatorRuns(cluster).BackUpAsync(item, note, cancellationToken);
    }

    /// <summary>Restores a backup of one store into another one, which must be empty, and waits for the end.</summary>
    /// <param name="store">The empty store.</param>
    /// <param name="source">The backup.</param>
    /// <param name="note">Receives what happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting; the Job goes on.</param>
    public async Task<StoreTaskResult> RestoreAsync(
        string store,
        StoreSource source,
        Action<string> note,
        CancellationToken cancellationToken
    )
    {
        if (store == source.From)
        {
            throw new InvalidOperationRequestException(
                $"a restoration never goes into the live store '{store}': declare a new store of the same kind, deploy it, and restore "
                    + $"with `infra store restore <new store> --from {store}`"
            );
        }

        var all = Read();
        var origin = Choose(all, source.From, StoreTask.Backup);
        if (origin.Operator is { Restore: null })
        {
            throw new InvalidOperationRequestException(
                $"the operator of '{source.From}' restores into a new store only: write `backup: {{restore: {source.From}}}` at "
                    + $"'{store}', which must not be deployed yet, and run `infra up`"
            );
        }

        var target = Choose(all, store, StoreTask.Restore);
        if (target.Provider.Urn != origin.Provider.Urn)
        {
            throw new InvalidOperationRequestException($"the stores '{store}' and '{source.From}' are in different clusters");
        }

        await using var cluster = await ConnectAsync(target, cancellationToken);
        if (target.Operator is not null || origin.Operator is not null)
        {
            return await new OperatorRuns(cluster).RestoreAsync(target, origin, source.Backup, note, cancellationToken);
        }

        if (source.Backup is { } backup && (backup.Length != 14 || !backup.All(char.IsAsciiDigit)))
        {
            throw new InvalidOperationRequestException(
                $"'{backup}' is not the name of a backup: write its time as 14 digits, such as 20260801120000"
            );
        }

        var jobs = new StoreJobs(cluster);
        var from = await jobs.ReadAsync(Choose(all, source.From, StoreTask.Restore), cancellationToken);
        var into = await jobs.ReadAsync(target, cancellationToken);
        var restoration = new StoreRestoration(store, source);
        restoration.Check(from, into);
        return await jobs.RunAsync(target, job => restoration.Apply(from, job), note, cancellationToken);
    }

    private static async Task<DateTimeOffset?> LastSuccessAsync(
        StoreCluster cluster,
        IEnumerable<StoreTaskObject> all,
        StoreTask task,
        CancellationToken cancellationToken
    ) =>
        all.FirstOrDefault(item => item.Task == task) switch
        {
            null => null,
            { Operator: null } job => FindLastSuccess(await new StoreJobs(cluster).ReadAsync(job, cancellationToken)),
            var store => await new OperatorRuns(cluster).FindLastBackupAsync(store, cancellationToken),
        };

    private static DateTimeOffset? FindLastSuccess(JsonObject cron) =>
        cron["status"]?["lastSuccessfulTime"] is JsonValue time
            ? DateTimeOffset.Parse(time.GetValue<string>(), CultureInfo.InvariantCulture)
            : null;

    private IReadOnlyList<StoreTaskObject> Read() =>
        StoreTaskObject.Find(StackSession.Open(workspace.Project, workspace.Backend, stack, workspace.Environment).Snapshot);

    private StoreTaskObject Choose(IReadOnlyList<StoreTaskObject> all, string store, StoreTask task)
    {
        var found = all.Where(job => job.Store == store && job.Task == task).ToArray();
        if (found is [var job])
        {
            return job;
        }

        if (found.Length > 1)
        {
            throw new InvalidOperationRequestException($"the store '{store}' is in {found.Length} clusters, and a task runs in one");
        }

        string[] known = [.. all.Where(job => job.Task == task).Select(job => job.Store).Distinct().Order(StringComparer.Ordinal)];
        var what = task == StoreTask.Drill ? "no drill" : "no backups";
        throw new InvalidOperationRequestException(
            $"the stack {stack.Name} has deployed {what} of a store '{store}'; "
                + (known.Length == 0 ? "none of its stores has any" : $"there are those of {string.Join(", ", known)}")
                + ": docs/stores.md describes the setting `backup`"
        );
    }

    private async Task<StoreCluster> ConnectAsync(StoreTaskObject item, CancellationToken cancellationToken) =>
        new(
            await kubernetes.ConnectAsync(item.Provider.Inputs, workspace.Environment, workspace.Time, cancellationToken),
            workspace.Time,
            Limit
        );
}
