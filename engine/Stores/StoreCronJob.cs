using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Infra.Engine.Stores;

/// <summary>A CronJob of the stack that describes a task of a store.</summary>
/// <param name="Store">The store.</param>
/// <param name="Task">The task.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Provider">The provider that deploys it.</param>
internal sealed record StoreCronJob(string Store, StoreTask Task, string Namespace, string Name, ResourceState Provider)
{
    private const string Type = "kubernetes:batch/v1:CronJob";
    private const string StoreLabel = "infra/store";
    private const string TaskLabel = "infra/task";

    /// <summary>Finds the CronJobs in the state of a stack.</summary>
    public static IReadOnlyList<StoreCronJob> Find(Snapshot snapshot)
    {
        var providers = snapshot.Resources.Where(resource => !resource.Delete).ToLookup(resource => resource.Urn);
        return
        [
            .. from resource in snapshot.Resources
            where resource is { Type: Type, Delete: false, Provider: not null }
            let metadata = resource.Inputs.Find("metadata") as PropertyObject
            let labels = metadata?.Properties.Find("labels") as PropertyObject
            let store = Text(labels, StoreLabel)
            let task = Text(labels, TaskLabel)
            where store is not null && Enum.TryParse<StoreTask>(task, ignoreCase: true, out _)
            let id = resource.Id.Split('/')
            where id.Length == 2
            let provider = providers[resource.Provider!.Value.Urn].FirstOrDefault()
            where provider is not null
            select new StoreCronJob(store, Enum.Parse<StoreTask>(task, ignoreCase: true), id[0], id[1], provider),
        ];
    }

    private static string? Text(PropertyObject? map, string key) => (map?.Properties.Find(key)?.RevealSecrets() as PropertyString)?.Value;
}
