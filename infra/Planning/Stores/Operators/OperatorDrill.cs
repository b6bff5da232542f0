using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>
/// The drill of a store that CloudNativePG runs: a pod asks for a cluster of one server that starts from the bucket, connects to it,
/// counts, and has it deleted at its end.
/// </summary>
internal static class OperatorDrill
{
    private const string TrialFile = "trial.json";

    /// <summary>How long a server may take to start from a backup.</summary>
    private static readonly TimeSpan _recovery = TimeSpan.FromHours(6);

    /// <summary>An image with a shell and a client of HTTP.</summary>
    private static readonly ImageSettings _client = new() { Reference = ImageReference.Parse("curlimages/curl:8.15.0") };

    /// <summary>The store that runs while the drill lasts. Its objects are those that are always there: the bucket.</summary>
    public static StorePlan CreateTrial(StorePlan store, SystemIdentity system)
    {
        var backup = store.Backup! with { Reach = store.Backup!.DrillReach };
        return store with
        {
            Name = StoreNames.Trial(store.Name),
            Users = [],
            Metrics = null,
            Readers = [],
            Client = StoreNames.Drill(store.Name),
            Backup = backup,
            Objects = [PostgresBackups.CreateBucket(store.Name, backup)],

            // The first of them prepares the volume.
            Pods = [new PodDemand(2, [store.ServerSize!, PostgresBackups.PluginSize])],
            Administrator = store.Administrator with
            {
                Host = $"{store.Operator!.GetService(StoreNames.Trial(store.Name))}.{system.Namespace}.svc",
            },
        };
    }

    /// <summary>The CronJob.</summary>
    public static ServiceSettings CreateService(StorePlan store, StorePlan trial, ImageDefaults images)
    {
        var (backup, drill) = (store.Backup!, store.Drill!);
        var scripts = StoreScripts.Of(store.Kind);
        var service = BackupPod.CreateCron(store, backup, drill.Every, StoreNames.Drill(store.Name), "drill");
        var user = new UserId(PostgresOperator.User);
        return service with
        {
            Image = backup.Image.Image,
            Command = [.. BackupPod.Run("sh", "drill.sh")],
            Env = BackupPod.CreateFolderVariables(scripts.Shell),
            MainEnv = BackupPod.Merge(CreateVariables(backup, trial), DrillServices.CreateQuery(backup, drill)),
            Files = BackupPod.CreateFiles(
                ("drill.sh", BackupScripts.OperatorDrill),
                ("server.sh", TrialScripts.Server),
                (TrialFile, Describe(store, images)),
                ("count.sh", scripts.Count),
                ("query.sh", scripts.Query)
            ),
            Volumes = new Dictionary<string, VolumeSettings>
            {
                ["tmp"] = new() { Mount = BackupPod.Scratch },
                ["account"] = CreateAccount("server"),
            },
            Security = new SecuritySettings
            {
                User = user,
                Group = PostgresOperator.User,
                FsGroup = PostgresOperator.User,
            },
            Sidecars = new Dictionary<string, ContainerSettings>
            {
                ["server"] = new()
                {
                    Image = _client,
                    Command = [.. BackupPod.Run("sh", "server.sh")],
                    Env = new Dictionary<string, EnvironmentSettings>
                    {
                        ["COLLECTION"] = StoreAccess.Write(
                            $"apis/{PostgresOperator.ApiVersion}/namespaces/{DerivedNames.DrillNamespace(backup.Namespace)}/clusters"
                        ),
                        ["TRIAL"] = StoreAccess.Write(trial.Name),
                        ["TRIAL_FILE"] = StoreAccess.Write(TrialFile),
                        ["POD_NAME"] = new() { Field = "metadata.name" },
                        ["POD_UID"] = new() { Field = "metadata.uid" },
                        ["READY"] = StoreAccess.Write("\"readyInstances\":1"),
                    },
                    Resources = new ResourceSettings { Size = BackupPod.ClientSizeName },
                    Health = new HealthSettings
                    {
                        StartWithin = _recovery,
                        Startup = new ProbeSettings
                        {
                            Command = ["test", "-f", $"{BackupPod.Scratch}/ready"],
                            Period = TimeSpan.FromSeconds(10),
                            Timeout = TimeSpan.FromSeconds(5),
                        },
                    },
                },
            },
            ServiceAccount = new ServiceAccountSettings
            {
                Token = false,
                HasTokenVolume = true,
                Rules = CreateRules(trial.Name),
            },
            Peers = [trial.Servers!],
            Resources = new ResourceSettings { Size = BackupPod.ClientSizeName },
            Job = service.Job with { Retries = 1 },
        };
    }

    /// <summary>
    /// The rights on the throwaway cluster. The name of what is created is not part of the request, so no rule can limit it.
    /// </summary>
    private static ImmutableArray<AccessRuleSettings> CreateRules(string trial)
    {
        var created = new AccessRuleSettings
        {
            ApiGroups = [PostgresOperator.ApiVersion.Split('/')[0]],
            Resources = ["clusters"],
            Verbs = ["create"],
        };
        return [created with { Verbs = ["get", "delete"], ResourceNames = [trial] }, created];
    }

    /// <summary>The token of the account, for one container: the others run what a backup may have changed.</summary>
    private static VolumeSettings CreateAccount(string container) =>
        new()
        {
            Kind = VolumeKind.Projected,
            Mounts = [new VolumeMountSettings { Path = "/var/run/secrets/kubernetes.io/serviceaccount", Containers = [container] }],
            Sources =
            [
                new ProjectedSourceSettings { ServiceAccountToken = new TokenSourceSettings() },
                new ProjectedSourceSettings
                {
                    ConfigMap = "kube-root-ca.crt",
                    Items = new Dictionary<string, VolumeItemSettings> { ["ca.crt"] = new() { Path = "ca.crt" } },
                },
            ],
        };

    private static Dictionary<string, EnvironmentSettings> CreateVariables(BackupPlan backup, StorePlan trial)
    {
        var administrator = trial.Administrator with { Secret = $"{trial.Name}-superuser" };
        var variables = BackupPod.CreateStoreVariables(administrator);
        variables["DATABASES"] = StoreAccess.Write(string.Join(' ', backup.Databases));
        return variables;
    }

    /// <summary>The cluster: one server on a volume of the store's size, without users, that archives nothing.</summary>
    private static string Describe(StorePlan store, ImageDefaults images)
    {
        var storage = new JsonObject { ["size"] = StoreServices.SizeOf(store.Settings).ToString() };
        if (store.Settings.StorageClass is { } storageClass)
        {
            storage["storageClass"] = storageClass;
        }

        var spec = new JsonObject
        {
            ["instances"] = 1,
            ["imageName"] = store.Image!.Image.Resolve(images).ToString(),
            ["enablePDB"] = false,
            ["enableSuperuserAccess"] = true,
            ["storage"] = storage,
            ["resources"] = PodFields.Resources(store.ServerSize!),
        };
        PostgresBackups.Recover(spec, store.Name, store.Name, time: null, database: null);
        return new JsonObject
        {
            ["apiVersion"] = PostgresOperator.ApiVersion,
            ["kind"] = "Cluster",
            ["metadata"] = new JsonObject
            {
                ["name"] = StoreNames.Trial(store.Name),

                // The script writes name and UID of its pod.
                ["ownerReferences"] = new JsonArray(
                    new JsonObject
                    {
                        ["apiVersion"] = "v1",
                        ["kind"] = "Pod",
                        ["name"] = "POD_NAME",
                        ["uid"] = "POD_UID",
                    }
                ),
            },
            ["spec"] = spec,
        }.ToJsonString();
    }
}
