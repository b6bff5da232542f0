using System.Globalization;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>
/// The CronJobs of a store's backups: one that makes them, one that restores on trial, and one without a schedule from which
/// <c>infra store restore</c> creates its Job.
/// </summary>
internal static class BackupServices
{
    private const int KeptFailures = 3;

    /// <summary>Creates the services of a store with backups, by name.</summary>
    public static IEnumerable<KeyValuePair<string, ServiceSettings>> Create(StorePlan store, BackupPlan backup)
    {
        yield return KeyValuePair.Create(StoreNames.Backup(store.Name), CreateBackup(store, backup));
        yield return KeyValuePair.Create(StoreNames.Restore(store.Name), CreateRestore(store, backup));
        if (backup.Settings.Drill is { } drill)
        {
            yield return KeyValuePair.Create(StoreNames.Drill(store.Name), CreateDrill(store, backup, drill));
        }
    }

    /// <summary>What the server of a drill needs.</summary>
    public static SizeSettings GetServerSize(StorePlan store, BackupPlan backup) => CreateServer(store, backup).Size;

    /// <summary>A client of the store writes a copy to a volume, and then a client of S3 uploads it.</summary>
    private static ServiceSettings CreateBackup(StorePlan store, BackupPlan backup)
    {
        var scripts = StoreScripts.Of(store.Kind);
        var dump = BackupPod.CreateStoreVariables(store.Administrator);
        dump["DATABASES"] = StoreAccess.Write(string.Join(' ', backup.Databases));
        var (name, every) = (StoreNames.Backup(store.Name), backup.Settings.Every);
        var service = CreateCron(store, backup, every, name, "backup");
        return service with
        {
            Schedule = service.Schedule! with { StartWithin = every < service.Schedule.StartWithin ? every : service.Schedule.StartWithin },

            // A retry would compare itself with the upload that is too small.
            Job = service.Job with
            {
                PodFailurePolicy =
                [
                    new PodFailureSettings
                    {
                        Container = name,
                        ExitCodes = [TransferScripts.Halved],
                        Action = PodFailureAction.FailJob,
                    },
                ],
            },
            Image = BackupPod.TransferImage,
            Command = [.. BackupPod.Run("sh", "upload.sh")],
            Env = BackupPod.CreateFolderVariables(scripts.Shell),
            MainEnv = Merge(
                BackupPod.CreateBucketVariables(backup.Bucket, backup.Folder),
                new() { ["KEEP_SECONDS"] = StoreAccess.Write(Seconds(backup.Settings.Keep)) }
            ),
            Files = BackupPod.CreateFiles(
                ("dump.sh", BackupScripts.Dump),
                ("backup.sh", scripts.Backup),
                ("upload.sh", TransferScripts.Upload)
            ),
            Init = new Dictionary<string, ContainerSettings> { ["dump"] = CreateClient(backup, scripts, "dump.sh", dump) },
            Resources = new ResourceSettings { Size = BackupPod.ClientSizeName },
        };
    }

    /// <summary>A client of S3 downloads a backup, and then a client of the store reads it into the store, which must be empty.</summary>
    private static ServiceSettings CreateRestore(StorePlan store, BackupPlan backup)
    {
        var scripts = StoreScripts.Of(store.Kind);
        var service = CreateCron(store, backup, backup.Settings.Every, StoreNames.Restore(store.Name), "restore");
        return service with
        {
            Schedule = service.Schedule! with { Suspend = true },
            Image = backup.Image.Image,
            Command = [.. BackupPod.Run(scripts.Shell, "restore-all.sh")],
            Env = BackupPod.CreateFolderVariables(scripts.Shell),
            MainEnv = BackupPod.CreateStoreVariables(store.Administrator),
            Files = BackupPod.CreateFiles(
                BackupPod.DownloadScript,
                ("restore-all.sh", BackupScripts.Restore),
                ("restore.sh", scripts.Restore)
            ),
            Init = new Dictionary<string, ContainerSettings> { ["download"] = BackupPod.CreateDownload(backup.Bucket, backup.Folder) },
            Resources = new ResourceSettings { Size = BackupPod.ClientSizeName },

            // A second try would find what the first one left, and refuse it.
            Job = service.Job with
            {
                Retries = 0,
            },
        };
    }

    /// <summary>
    /// A client of S3 downloads the newest backup, a server of the same image as the store's starts on an empty volume, and a client
    /// restores into it and counts. The pod has no credentials of the store, reaches only the bucket, and nothing reaches it.
    /// </summary>
    private static ServiceSettings CreateDrill(StorePlan store, BackupPlan backup, StoreDrillSettings drill)
    {
        var (scripts, server) = (StoreScripts.Of(store.Kind), CreateServer(store, backup));
        var service = CreateCron(store, backup, drill.Every, StoreNames.Drill(store.Name), "drill");
        var volumes = new Dictionary<string, VolumeSettings>(service.Volumes, StringComparer.Ordinal);
        foreach (var (name, folder) in server.Scratch.Append(new("data", server.DataFolder)))
        {
            volumes[name] = new VolumeSettings { Mount = folder };
        }

        return service with
        {
            Image = backup.Image.Image,
            Command = [.. BackupPod.Run(scripts.Shell, "drill.sh")],
            Env = BackupPod.CreateFolderVariables(scripts.Shell),
            MainEnv = Merge(CreateServerVariables(store), CreateQuery(backup, drill)),
            Files = BackupPod.CreateFiles(
                BackupPod.DownloadScript,
                ("drill.sh", BackupScripts.Drill),
                ("restore.sh", scripts.Restore),
                ("count.sh", scripts.Count),
                ("query.sh", scripts.Query)
            ),
            Volumes = volumes,
            Init = new Dictionary<string, ContainerSettings> { ["download"] = BackupPod.CreateDownload(backup.Bucket, backup.Folder) },
            Sidecars = new Dictionary<string, ContainerSettings>
            {
                ["server"] = new()
                {
                    Image = backup.Image.Image,
                    Command = server.Command,
                    Args = server.Args,
                    Env = server.Env.ToDictionary(variable => variable.Key, variable => ReplaceCredentials(store, variable.Value)),
                    Resources = new ResourceSettings { Size = StoreServices.SizeName(store.Kind) },
                    Health = new HealthSettings
                    {
                        StartWithin = server.StartWithin,
                        Startup = new ProbeSettings
                        {
                            Command = StoreHealth.Create(store.Kind, StoreFacts.Of(store.Kind).Port) ?? [],
                            Timeout = server.QueryTimeout,
                            Period = server.QueryPeriod,
                        },
                    },
                },
            },
            Resources = new ResourceSettings { Size = BackupPod.ClientSizeName },
            Job = service.Job with { Retries = 1 },
        };
    }

    private static ServiceSettings CreateCron(StorePlan store, BackupPlan backup, TimeSpan every, string name, string task) =>
        new()
        {
            Kind = ServiceKind.Cron,
            Image = BackupPod.TransferImage,
            Schedule = new ScheduleSettings
            {
                Cron = BackupInterval.CreateSchedule(every, name),
                Concurrency = ConcurrencyPolicy.Forbid,
                KeepFailed = KeptFailures,
                StartWithin = TimeSpan.FromHours(1),
            },
            Volumes = BackupPod.CreateVolumes(store),
            Security = StoreServices.CreateSecurity(CreateServer(store, backup)),
            Job = new JobSettings
            {
                Retries = 2,
                Deadline = TimeSpan.FromHours(12),
                KeepFor = BackupInterval.Longest(every) + TimeSpan.FromDays(1),
            },
            Placement = new PlacementSettings { Pool = store.Settings.Pool },
            Owner = store.Settings.Owner,
            PartOf = store.Name,
            Labels = new Dictionary<string, Text>(StringComparer.Ordinal)
            {
                // What `infra store` finds the CronJob by.
                ["infra/store"] = new(store.Name),
                ["infra/kind"] = new(ScalarType.EnumName(store.Kind.ToString())),
                ["infra/task"] = new(task),
            },
        };

    private static ContainerSettings CreateClient(
        BackupPlan backup,
        StoreScripts scripts,
        string script,
        IReadOnlyDictionary<string, EnvironmentSettings> env
    ) =>
        new()
        {
            Image = backup.Image.Image,
            Command = [.. BackupPod.Run(scripts.Shell, script)],
            Env = env,
            Resources = new ResourceSettings { Size = BackupPod.ClientSizeName },
        };

    private static StoreContainer CreateServer(StorePlan store, BackupPlan backup) =>
        StoreContainer.Create(
            store.Kind,
            new ContainerRequest(
                store.Administrator.Host,
                backup.Image.Major,
                store.Administrator.Secret,
                store.Settings.Keys,
                store.Administrator.Database
            )
        );

    /// <summary>How the client of a drill reaches the server beside it.</summary>
    private static Dictionary<string, EnvironmentSettings> CreateServerVariables(StorePlan store) =>
        new(StringComparer.Ordinal)
        {
            ["STORE_HOST"] = StoreAccess.Write("127.0.0.1"),
            ["STORE_PORT"] = StoreAccess.Write(StoreFacts.Of(store.Kind).Port.ToString(CultureInfo.InvariantCulture)),
            ["ADMIN_USERNAME"] = StoreAccess.Write(StoreFacts.Of(store.Kind).Administrator),
            ["ADMIN_PASSWORD"] = PodUid,
        };

    /// <summary>The throwaway server has the password that Kubernetes draws for each pod: its UID.</summary>
    private static EnvironmentSettings PodUid { get; } = new() { Field = "metadata.uid" };

    private static EnvironmentSettings ReplaceCredentials(StorePlan store, EnvironmentSettings variable) =>
        variable.Secret.Name is null ? variable
        : variable.Key == store.Settings.Keys.Username ? StoreAccess.Write(StoreFacts.Of(store.Kind).Administrator)
        : PodUid;

    private static Dictionary<string, EnvironmentSettings> CreateQuery(BackupPlan backup, StoreDrillSettings drill) =>
        drill.Query is not { } query
            ? []
            : new(StringComparer.Ordinal)
            {
                ["QUERY"] = StoreAccess.Write(query),
                ["QUERY_DATABASE"] = StoreAccess.Write(drill.Database ?? backup.Databases[0]),
            };

    private static Dictionary<string, EnvironmentSettings> Merge(params IEnumerable<Dictionary<string, EnvironmentSettings>> groups) =>
        groups.SelectMany(group => group).ToDictionary(StringComparer.Ordinal);

    private static string Seconds(TimeSpan duration) => ((long)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
