using Infra.Engine.Resources;
using Infra.Engine.State;

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
    private const string TaskLabel = "infra/task";

    /// <summary>Finds the objects in the state of a stack.</summary>
    public static IReadOnlyList<StoreTaskObject> Find(Snapshot snapshot) =>
        [
            .. from item in StoreObject.Find(snapshot)
            from task in FindTasks(item.Resource, item.FindLabel(TaskLabel))
            select new StoreTaskObject(item.Store, task.Task, item.Namespace, item.Name, task.Operator, item.Provider),
        ];

    private static IEnumerable<(StoreTask Task, OperatorBackups? Operator)> FindTasks(ResourceState resource, string? label)
    {
        if (resource.Type == CronJob)
        {
            return Enum.TryParse<StoreTask>(label, ignoreCase: true, out var task) ? [(task, null)] : [];
        }

        return OperatorBackups.Find(resource.Type) is { } backups && backups.IsEnabled(StoreObject.Map(resource.Inputs, "spec"))
            ? backups.Tasks.Select(own => (own, (OperatorBackups?)backups))
            : [];
    }
}
