using System.Globalization;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>
/// The CronJobs of a store's backups: one that makes them, and one without a schedule from which
/// <c>infra store restore</c> creates its Job.
/// </summary>
internal static class BackupServices
{
    private const string DumpName = "dump";
    private const string NextFolder = "/etc/store-next";

    /// <summary>Creates the services of a store with backups, by name.</summary>
    public static IEnumerable<KeyValuePair<string, ServiceSettings>> Create(StorePlan store, BackupPlan backup)
    {
        yield return KeyValuePair.Create(StoreNames.Backup(store.Name), CreateBackup(store, backup));
        yield return KeyValuePair.Create(StoreNames.Restore(store.Name), CreateRestore(store, backup));
    }

    /// <summary>A client of the store writes a copy to a volume, and then a client of S3 uploads it.</summary>
    private static ServiceSettings CreateBackup(StorePlan store, BackupPlan backup)
    {
        var scripts = StoreScripts.Of(store.Kind);
        var dump = BackupPod.CreateStoreVariables(store.Administrator);
        dump["DATABASES"] = StoreAccess.Write(string.Join(' ', backup.Databases));
        var (name, every) = (StoreNames.Backup(store.Name), backup.Settings.Every);
        var service = BackupPod.CreateCron(store, backup, every, name, "backup");
        var volumes = new Dictionary<string, VolumeSettings>(service.Volumes, StringComparer.Ordinal);
        if (FindNextAdministrator(store) is { } next)
        {
            volumes["next"] = next;
            dump["NEXT_FOLDER"] = StoreAccess.Write(NextFolder);
        }

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
            Volumes = volumes,
            Image = BackupPod.TransferImage,
            Command = [.. BackupPod.Run("sh", "upload.sh")],
            Env = BackupPod.CreateFolderVariables(scripts.Shell),
            MainEnv = BackupPod.Merge(
                BackupPod.CreateBucketVariables(backup.Bucket, backup.Folder),
                new() { ["KEEP_SECONDS"] = StoreAccess.Write(Seconds(backup.Settings.Keep)) }
            ),
            Files = BackupPod.CreateFiles(
                ("dump.sh", BackupScripts.Dump),
                ("backup.sh", scripts.Backup),
                ("upload.sh", TransferScripts.Upload)
            ),
            Init = new Dictionary<string, ContainerSettings> { [DumpName] = CreateClient(backup, scripts, "dump.sh", dump) },
            Resources = new ResourceSettings { Size = BackupPod.ClientSizeName },
        };
    }

    /// <summary>
    /// The Secret of the administrator after the next rotation, which both updates of one may create while a backup runs; null if the
    /// administrator cannot be rotated.
    /// </summary>
    private static VolumeSettings? FindNextAdministrator(StorePlan store) =>
        !StoreRotations.HasAdministrator(store.Settings, store.Form)
            ? null
            : new VolumeSettings
            {
                Kind = VolumeKind.Secret,
                From = StoreNames.AdministratorSecret(store.Name, StoreRotations.FindAdministrator(store.Settings, store.Form).Number + 1),
                Optional = true,
                Items = new Dictionary<string, VolumeItemSettings>
                {
                    [store.Administrator.UsernameKey] = new() { Path = "username" },
                    [store.Administrator.PasswordKey] = new() { Path = "password" },
                },
                Mounts = [new VolumeMountSettings { Path = NextFolder, Containers = [DumpName] }],
            };

    /// <summary>A client of S3 downloads a backup, and then a client of the store reads it into the store, which must be empty.</summary>
    private static ServiceSettings CreateRestore(StorePlan store, BackupPlan backup)
    {
        var scripts = StoreScripts.Of(store.Kind);
        var service = BackupPod.CreateCron(store, backup, backup.Settings.Every, StoreNames.Restore(store.Name), "restore");
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

    private static string Seconds(TimeSpan duration) => ((long)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
