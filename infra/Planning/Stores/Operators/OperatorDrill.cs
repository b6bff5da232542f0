using System.Collections.Immutable;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>
/// The drill of a store that an operator runs: a pod asks for a throwaway store of one server with the newest backup, connects to it,
/// counts, and has it deleted at its end.
/// </summary>
internal static class OperatorDrill
{
    private const string TrialFile = "trial.json";
    private const string RestorationFile = "restoration.json";

    /// <summary>How long a server may take to start from a backup.</summary>
    private static readonly TimeSpan _recovery = TimeSpan.FromHours(6);

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
            Objects = store.Trial!.Objects,
            Pods = store.Trial.Pods,
            Administrator = store.Administrator with
            {
                Host = $"{store.Operator!.GetService(StoreNames.Trial(store.Name))}.{system.Namespace}.svc",
            },
        };
    }

    /// <summary>The CronJob.</summary>
    public static ServiceSettings CreateService(StorePlan store, StorePlan trial)
    {
        var (backup, drill, asked) = (store.Backup!, store.Drill!, store.Trial!);
        var scripts = StoreScripts.Of(store.Kind);
        var service = BackupPod.CreateCron(store, backup, drill.Every, StoreNames.Drill(store.Name), "drill");
        return service with
        {
            Image = backup.Image.Image,
            Command = [.. BackupPod.Run("sh", "drill.sh")],
            Env = BackupPod.CreateFolderVariables(scripts.Shell),
            MainEnv = BackupPod.Merge(CreateVariables(backup, trial, asked), DrillServices.CreateQuery(backup, drill)),
            Files = BackupPod.CreateFiles(
                ("drill.sh", BackupScripts.OperatorDrill),
                ("server.sh", TrialScripts.Server),
                (TrialFile, asked.Servers.Write()),
                (RestorationFile, asked.Restoration?.Object.Write()),
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
                User = new UserId(asked.User),
                Group = asked.User,
                FsGroup = asked.User,
            },
            Sidecars = new Dictionary<string, ContainerSettings>
            {
                ["server"] = new()
                {
                    Image = DrillReport.ClientImage,
                    Command = [.. BackupPod.Run("sh", "server.sh")],
                    Env = CreateRequests(store.Name, backup, asked),
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
                Rules =
                [
                    .. CreateRules(asked.Servers),
                    .. asked.Restoration is { Object: var restoration } ? CreateRules(restoration) : [],
                ],
            },
            Peers = [trial.Servers!],
            Resources = new ResourceSettings { Size = BackupPod.ClientSizeName },
            Job = service.Job with { Retries = 1 },
        };
    }

    /// <summary>
    /// The rights on an object of the throwaway store. The name of what is created is not part of the request, so no rule can limit it.
    /// </summary>
    private static ImmutableArray<AccessRuleSettings> CreateRules(TrialObject trial)
    {
        var created = new AccessRuleSettings
        {
            ApiGroups = [trial.Group],
            Resources = [trial.Plural],
            Verbs = ["create"],
        };
        return [created with { Verbs = ["get", "delete"], ResourceNames = [trial.Name] }, created];
    }

    /// <summary>What the script asks the API for.</summary>
    private static Dictionary<string, EnvironmentSettings> CreateRequests(string store, BackupPlan backup, OperatorTrial trial)
    {
        var drills = DerivedNames.DrillNamespace(backup.Namespace);
        var variables = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal)
        {
            ["COLLECTION"] = StoreAccess.Write(trial.Servers.PathIn(drills)),
            ["TRIAL"] = StoreAccess.Write(trial.Servers.Name),
            ["TRIAL_FILE"] = StoreAccess.Write(TrialFile),
            ["POD_NAME"] = new() { Field = "metadata.name" },
            ["POD_UID"] = new() { Field = "metadata.uid" },
            ["READY"] = StoreAccess.Write(trial.Ready),
        };
        if (trial.Restoration is not { } restoration)
        {
            return variables;
        }

        foreach (var (name, value) in BackupPod.CreateEndpoint("ENDPOINT", backup.Bucket))
        {
            variables[name] = value;
        }

        variables["RESTORATIONS"] = StoreAccess.Write(restoration.Object.PathIn(drills));
        variables["RESTORATION_FILE"] = StoreAccess.Write(RestorationFile);
        variables["RESTORED"] = StoreAccess.Write(restoration.Done);
        variables["FAILED"] = StoreAccess.Write(restoration.Failed);
        variables["STORE"] = StoreAccess.Write(store);
        variables["BACKUPS"] = StoreAccess.Write(restoration.Object.PathOf(restoration.Backups, backup.Namespace));
        variables["BACKED_UP"] = StoreAccess.Write(restoration.BackedUp);
        return variables;
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

    private static Dictionary<string, EnvironmentSettings> CreateVariables(BackupPlan backup, StorePlan trial, OperatorTrial asked)
    {
        var (secret, username, password) = asked.Administrator;
        var variables = BackupPod.CreateStoreVariables(
            trial.Administrator with
            {
                Secret = secret,
                UsernameKey = username,
                PasswordKey = password,
            }
        );
        if (asked.Username is { } name)
        {
            variables[StoreAccess.AdministratorUsername] = StoreAccess.Write(name);
        }

        variables["DATABASES"] = StoreAccess.Write(string.Join(' ', backup.Databases));
        return variables;
    }
}
