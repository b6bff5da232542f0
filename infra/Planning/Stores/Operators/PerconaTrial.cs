using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>
/// The throwaway store of a drill that an operator of Percona runs: one server that starts empty, into which the operator restores the
/// newest backup. Its administrator keeps the password that the operator has drawn for it.
/// </summary>
internal static class PerconaTrial
{
    /// <summary>Creates the store from what the operator is asked for. It writes nothing into the folder of the backups.</summary>
    /// <param name="store">The store with the backups.</param>
    /// <param name="trial">The custom resource of a store of one server.</param>
    /// <param name="administrator">The Secret of its administrator.</param>
    /// <param name="pods">The pods while a drill lasts: one of those that would make backups restores.</param>
    /// <param name="kinds">The words of the operator.</param>
    public static OperatorTrial Create(
        OperatedStore store,
        StoreObject trial,
        StoreCredential administrator,
        ImmutableArray<PodDemand> pods,
        PerconaTrialKinds kinds
    )
    {
        var spec = trial.Spec.DeepClone().AsObject();
        var backup = spec["backup"]!.AsObject();
        foreach (var field in (ReadOnlySpan<string>)["schedule", "tasks", "pitr"])
        {
            backup.Remove(field);
        }

        var storage = backup["storages"]![PerconaBackups.Storage]!.AsObject();
        backup["storages"] = new JsonObject { [PerconaBackups.Storage] = storage.DeepClone() };
        var bucket = backup["storages"]![PerconaBackups.Storage]!["s3"]!.AsObject();
        bucket["endpointUrl"] = TrialScripts.Endpoint;
        var restoration = new JsonObject
        {
            [kinds.ClusterField] = trial.Name,
            ["backupSource"] = new JsonObject { ["destination"] = TrialScripts.Destination, ["s3"] = bucket.DeepClone() },
        };
        if (kinds.ChoosesDatabases)
        {
            // The users of the backup would replace those whose passwords the operator knows.
            restoration["selective"] = new JsonObject
            {
                ["namespaces"] = new JsonArray([.. store.Backup!.Databases.Select(database => (JsonNode)$"{database}.*")]),
            };
        }

        return new OperatorTrial
        {
            Servers = new TrialObject(trial.ApiVersion, trial.Kind, kinds.Plural, trial.Name, spec, kinds.DeleteVolumes),
            Ready = "\"state\":\"ready\"",
            Restoration = new TrialRestoration
            {
                Object = new TrialObject(trial.ApiVersion, $"{trial.Kind}Restore", kinds.Restores, trial.Name, restoration),
                Done = $"\"state\":\"{kinds.Done}\"",
                Failed = $"\"state\":\"{kinds.Failed}\"",
                Backups = kinds.Backups,
                BackedUp = kinds.Done,
            },
            Administrator = administrator,
            Username = kinds.Username,
            User = PerconaFields.User,
            Pods = pods,
        };
    }
}
