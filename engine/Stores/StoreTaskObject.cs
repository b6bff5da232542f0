using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Stores;

/// <summary>An object of the stack from which a task of a store is made: a CronJob, or a custom resource of the store's operator.</summary>
/// <param name="Store">The store.</param>
/// <param name="Task">The task.</param>
/// <param name="Namespace">The object's namespace.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Operator">How the store's operator carries out the task; null for a CronJob.</param>
/// <param name="Provider">The provider that deploys it.</param>
internal sealed record StoreTaskObject(
    string Store,
    StoreTask Task,
    string Namespace,
    string Name,
    OperatorBackups? Operator,
    ResourceState Provider
)
{
    private const string CronJob = "kubernetes:batch/v1:CronJob";
    private const string StoreLabel = "infra/store";
    private const string TaskLabel = "infra/task";

    /// <summary>Finds the objects in the state of a stack.</summary>
    public static IReadOnlyList<StoreTaskObject> Find(Snapshot snapshot)
    {
        var providers = snapshot.Resources.Where(resource => !resource.Delete).ToLookup(resource => resource.Urn);
        return
        [
            .. from resource in snapshot.Resources
            where resource is { Delete: false, Provider: not null }
            let labels = Map(Map(resource.Inputs, "metadata")?.Properties, "labels")
            let store = Text(labels, StoreLabel)
            where store is not null
            let id = resource.Id.Split('/')
            where id.Length == 2
            let provider = providers[resource.Provider!.Value.Urn].FirstOrDefault()
            where provider is not null
            from task in FindTasks(resource, Text(labels, TaskLabel))
            select new StoreTaskObject(store, task.Task, id[0], id[1], task.Operator, provider),
        ];
    }

    private static IEnumerable<(StoreTask Task, OperatorBackups? Operator)> FindTasks(ResourceState resource, string? label)
    {
        if (resource.Type == CronJob)
        {
            return Enum.TryParse<StoreTask>(label, ignoreCase: true, out var task) ? [(task, null)] : [];
        }

        return OperatorBackups.Find(resource.Type) is { } backups && backups.IsEnabled(Map(resource.Inputs, "spec"))
            ? backups.Tasks.Select(own => (own, (OperatorBackups?)backups))
            : [];
    }

    private static PropertyObject? Map(PropertyMap? properties, string key) => properties?.Find(key)?.RevealSecrets() as PropertyObject;

    private static string? Text(PropertyObject? map, string key) => (map?.Properties.Find(key)?.RevealSecrets() as PropertyString)?.Value;
}
