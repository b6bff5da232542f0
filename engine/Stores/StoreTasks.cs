using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Engine.Stores;

/// <summary>Runs the tasks of a stack's stores by hand: each is a Job made from the CronJob that the stack has for it.</summary>
/// <param name="workspace">The project.</param>
/// <param name="stack">The stack, which must have been deployed.</param>
/// <param name="kubernetes">Connects to clusters.</param>
public sealed class StoreTasks(Workspace workspace, StackName stack, KubernetesProviderFactory kubernetes)
{
    /// <summary>Lists the stores with tasks, and asks their clusters when these last succeeded.</summary>
    public async Task<IReadOnlyList<StoreSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var summaries = new List<StoreSummary>();
        foreach (var group in Read().GroupBy(job => (job.Store, job.Provider.Urn)))
        {
            await using var jobs = await ConnectAsync(group.First(), cancellationToken);
            summaries.Add(
                new StoreSummary(
                    group.Key.Store,
                    group.Key.Urn.Name,
                    [.. group.Select(job => job.Task).Order()],
                    await LastSuccessAsync(jobs, group, StoreTask.Backup, cancellationToken),
                    await LastSuccessAsync(jobs, group, StoreTask.Drill, cancellationToken)
                )
            );
        }

        return [.. summaries.OrderBy(store => store.Name, StringComparer.Ordinal).ThenBy(store => store.Cluster, StringComparer.Ordinal)];
    }

    /// <summary>Makes a backup, or restores the newest on trial, and waits for the end.</summary>
    /// <param name="store">The store.</param>
    /// <param name="task">The task.</param>
    /// <param name="note">Receives what happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting; the Job goes on.</param>
    public async Task<StoreTaskResult> RunAsync(string store, StoreTask task, Action<string> note, CancellationToken cancellationToken)
    {
        var job = Choose(Read(), store, task);
        await using var jobs = await ConnectAsync(job, cancellationToken);
        return await jobs.RunAsync(job, _ => { }, note, cancellationToken);
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

        if (source.Backup is { } backup && (backup.Length != 14 || !backup.All(char.IsAsciiDigit)))
        {
            throw new InvalidOperationRequestException(
                $"'{backup}' is not the name of a backup: write its time as 14 digits, such as 20260801120000"
            );
        }

        var all = Read();
        var (target, origin) = (Choose(all, store, StoreTask.Restore), Choose(all, source.From, StoreTask.Backup));
        if (target.Provider.Urn != origin.Provider.Urn)
        {
            throw new InvalidOperationRequestException($"the stores '{store}' and '{source.From}' are in different clusters");
        }

        await using var jobs = await ConnectAsync(target, cancellationToken);
        var from = await jobs.ReadAsync(Choose(all, source.From, StoreTask.Restore), cancellationToken);
        var into = await jobs.ReadAsync(target, cancellationToken);
        var restoration = new StoreRestoration(store, source);
        restoration.Check(from, into);
        return await jobs.RunAsync(target, job => restoration.Apply(from, job), note, cancellationToken);
    }

    private static async Task<DateTimeOffset?> LastSuccessAsync(
        StoreJobs jobs,
        IEnumerable<StoreCronJob> all,
        StoreTask task,
        CancellationToken cancellationToken
    ) =>
        all.FirstOrDefault(job => job.Task == task) is { } job
        && (await jobs.ReadAsync(job, cancellationToken))["status"]?["lastSuccessfulTime"] is JsonValue time
            ? DateTimeOffset.Parse(time.GetValue<string>(), CultureInfo.InvariantCulture)
            : null;

    private IReadOnlyList<StoreCronJob> Read() =>
        StoreCronJob.Find(StackSession.Open(workspace.Project, workspace.Backend, stack, workspace.Environment).Snapshot);

    private StoreCronJob Choose(IReadOnlyList<StoreCronJob> all, string store, StoreTask task)
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

    private async Task<StoreJobs> ConnectAsync(StoreCronJob job, CancellationToken cancellationToken) =>
        new(await kubernetes.ConnectAsync(job.Provider.Inputs, workspace.Environment, workspace.Time, cancellationToken), workspace.Time);
}
