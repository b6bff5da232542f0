using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Planning.Stores.Operators;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>What the pods of backups, drills and restorations have in common: folders, scripts, variables and the client of S3.</summary>
internal static class BackupPod
{
    /// <summary>rclone's image: a client of S3 with a shell, which runs as any user and writes to no other folder.</summary>
    public static ImageSettings TransferImage { get; } = new() { Reference = ImageReference.Parse("rclone/rclone:1.71.0") };

    /// <summary>The name of the size of a client.</summary>
    public const string ClientSizeName = "store:client";

    /// <summary>What a client needs: it streams, and holds no database.</summary>
    public static SizeSettings ClientSize { get; } = StoreContainer.SizeOf("50m", "64Mi", "512Mi");

    /// <summary>The volume of the files of a backup.</summary>
    public const string VolumeName = "backup";

    private const int KeptFailures = 3;
    private const string Scripts = "/etc/store";
    private const string Folder = "/backup";

    /// <summary>The folder of small files, which all containers share.</summary>
    public const string Scratch = "/tmp";

    /// <summary>The file whose content Kubernetes shows in the status of a container.</summary>
    private const string ResultFile = "/dev/termination-log";

    /// <summary>The command that runs a script.</summary>
    public static string[] Run(string shell, string script) => [shell, $"{Scripts}/{script}"];

    /// <summary>The scripts as files of all containers.</summary>
    public static Dictionary<string, FileSettings> CreateFiles(params IEnumerable<(string Name, string? Script)> scripts) =>
        scripts
            .Where(script => script.Script is not null)
            .ToDictionary(
                script => $"{Scripts}/{script.Name}",
                script => new FileSettings { Content = new Text(script.Script!) },
                StringComparer.Ordinal
            );

    /// <summary>The folder of a backup, and one for small files. A store's storage class also has room for the backup.</summary>
    public static Dictionary<string, VolumeSettings> CreateVolumes(StorePlan store) =>
        new(StringComparer.Ordinal)
        {
            [VolumeName] = new VolumeSettings
            {
                Mount = Folder,
                StorageClass = store.Form == StoreForm.Container ? store.Settings.StorageClass : null,
                Size = store.Form == StoreForm.Container ? StoreServices.SizeOf(store.Settings).Scale(2, 1) : null,
            },
            ["tmp"] = new VolumeSettings { Mount = Scratch },
        };

    /// <summary>The folders of a script, which say nothing about the store.</summary>
    public static Dictionary<string, EnvironmentSettings> CreateFolderVariables(string shell) =>
        new(StringComparer.Ordinal)
        {
            // A file system may have a folder lost+found, which belongs to no backup.
            ["BACKUP_FOLDER"] = StoreAccess.Write($"{Folder}/files"),
            ["WORK_FOLDER"] = StoreAccess.Write(Scratch),
            ["RESULT_FILE"] = StoreAccess.Write(ResultFile),
            ["SCRIPTS"] = StoreAccess.Write(Scripts),
            ["STORE_SHELL"] = StoreAccess.Write(shell),

            // The shell of MongoDB and others keep files in their home.
            ["HOME"] = StoreAccess.Write(Scratch),
        };

    /// <summary>The variables of a script that connects to a store as its administrator.</summary>
    public static Dictionary<string, EnvironmentSettings> CreateStoreVariables(StoreConnection administrator)
    {
        var variables = new Dictionary<string, EnvironmentSettings>(StoreAccess.CreateVariables(administrator), StringComparer.Ordinal);
        if (administrator.Tls)
        {
            variables["STORE_TLS"] = StoreAccess.Write("true");
        }

        return variables;
    }

    /// <summary>The variables of a script that moves files from or to the bucket: rclone takes its whole configuration from them.</summary>
    /// <param name="bucket">How it reaches the bucket.</param>
    /// <param name="folder">The folder in the bucket.</param>
    public static Dictionary<string, EnvironmentSettings> CreateBucketVariables(StoreConnection bucket, string folder)
    {
        var variables = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal)
        {
            ["BUCKET"] = StoreAccess.Write(bucket.Database!),
            ["FOLDER"] = StoreAccess.Write(folder),
            ["RCLONE_CONFIG"] = StoreAccess.Write("/dev/null"),
            ["RCLONE_CONFIG_STORE_TYPE"] = StoreAccess.Write("s3"),
            ["RCLONE_CONFIG_STORE_PROVIDER"] = StoreAccess.Write("Other"),
            ["RCLONE_CONFIG_STORE_REGION"] = StoreAccess.Write(bucket.Region),
            ["RCLONE_CONFIG_STORE_ACCESS_KEY_ID"] = StoreAccess.Refer(bucket, bucket.UsernameKey),
            ["RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY"] = StoreAccess.Refer(bucket, bucket.PasswordKey),

            // The credentials need no right to create buckets.
            ["RCLONE_CONFIG_STORE_NO_CHECK_BUCKET"] = StoreAccess.Write("true"),
            ["RCLONE_TRANSFERS"] = StoreAccess.Write("2"),
        };
        foreach (var (name, value) in CreateEndpoint("RCLONE_CONFIG_STORE_ENDPOINT", bucket))
        {
            variables[name] = value;
        }

        return variables;
    }

    /// <summary>The variable with a bucket server's URL, and those it is made of where only the operator knows the address.</summary>
    /// <param name="name">Its name, which must come after <c>BUCKET_PORT</c> in the alphabet.</param>
    /// <param name="bucket">How the bucket is reached.</param>
    public static Dictionary<string, EnvironmentSettings> CreateEndpoint(string name, StoreConnection bucket) =>
        bucket.BucketMap is not { } map
            ? new(StringComparer.Ordinal) { [name] = StoreAccess.Write(bucket.BucketUrl) }
            : new(StringComparer.Ordinal)
            {
                ["BUCKET_HOST"] = new EnvironmentSettings { ConfigMap = map, Key = BucketOperator.HostKey },
                ["BUCKET_PORT"] = new EnvironmentSettings { ConfigMap = map, Key = BucketOperator.PortKey },
                [name] = new EnvironmentSettings { Value = new Text($"{(bucket.Tls ? "https" : "http")}://$(BUCKET_HOST):$(BUCKET_PORT)") },
            };

    /// <summary>The container with the client of S3.</summary>
    public static ContainerSettings CreateDownload(StoreConnection bucket, string folder) =>
        new()
        {
            Image = TransferImage,
            Command = [.. Run("sh", "download.sh")],
            Env = CreateBucketVariables(bucket, folder),
            Resources = new ResourceSettings { Size = ClientSizeName },
        };

    /// <summary>The file with the script that <see cref="CreateDownload"/> runs.</summary>
    public static (string Name, string? Script) DownloadScript { get; } = ("download.sh", TransferScripts.Download);

    /// <summary>A CronJob of a store's backups, without its containers.</summary>
    /// <param name="store">The store.</param>
    /// <param name="backup">Its backups.</param>
    /// <param name="every">The time between two runs.</param>
    /// <param name="name">The CronJob's name.</param>
    /// <param name="task">The task, as <c>infra store</c> calls it.</param>
    public static ServiceSettings CreateCron(StorePlan store, BackupPlan backup, TimeSpan every, string name, string task) =>
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
            Annotations = new[] { store.Administrator.Database }
                .OfType<string>()
                .ToDictionary(_ => StoreNames.DatabaseAnnotation, database => new Text(database), StringComparer.Ordinal),
            Labels = new Dictionary<string, Text>(StringComparer.Ordinal)
            {
                // What `infra store` finds the CronJob by.
                [StoreNames.Label] = new(store.Name),
                ["infra/kind"] = new(ScalarType.EnumName(store.Kind.ToString())),
                ["infra/task"] = new(task),
            },
        };

    /// <summary>The server of a drill: the same as that of a store in a container.</summary>
    public static StoreContainer CreateServer(StorePlan store, BackupPlan backup) =>
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

    /// <summary>The variables of several groups.</summary>
    public static Dictionary<string, EnvironmentSettings> Merge(params IEnumerable<Dictionary<string, EnvironmentSettings>> groups) =>
        groups.SelectMany(group => group).ToDictionary(StringComparer.Ordinal);
}
