using System.Text.Json.Nodes;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>The throwaway store of a drill that CloudNativePG runs: one server that starts from the newest backup.</summary>
internal static class PostgresTrial
{
    /// <summary>A volume of the store's size, no users, and no archive.</summary>
    public static OperatorTrial Create(OperatedStore store)
    {
        var name = StoreNames.Trial(store.Name);
        var storage = new JsonObject { ["size"] = store.Size.ToString() };
        if (store.Settings.StorageClass is { } storageClass)
        {
            storage["storageClass"] = storageClass;
        }

        var spec = new JsonObject
        {
            ["instances"] = 1,
            ["imageName"] = store.Image,
            ["enablePDB"] = false,
            ["enableSuperuserAccess"] = true,
            ["storage"] = storage,
            ["resources"] = PodFields.Resources(store.Resources),
        };
        PostgresBackups.Recover(spec, store.Name, store.Name, time: null, database: null);
        return new OperatorTrial
        {
            Servers = new TrialObject(PostgresOperator.ApiVersion, "Cluster", "clusters", name, spec),
            Ready = "\"readyInstances\":1",
            Administrator = new StoreCredential($"{name}-superuser"),
            User = PostgresOperator.User,
            Objects = [PostgresBackups.CreateBucket(store.Name, store.Backup!)],

            // The first of them prepares the volume.
            Pods = [new PodDemand(2, [store.Resources, PostgresBackups.PluginSize])],
        };
    }
}
