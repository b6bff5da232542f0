using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>The CronJobs of drills, in a namespace of their own.</summary>
internal static class DrillServices
{
    private const string Area = "drills";

    /// <summary>The names of the system in the namespace of its drills.</summary>
    public static SystemIdentity GetSystem(SystemIdentity system) =>
        system with
        {
            Namespace = DerivedNames.DrillNamespace(system.Namespace),
            Area = Area,
        };

    /// <summary>What the server of a drill needs.</summary>
    public static SizeSettings GetServerSize(StorePlan store) => BackupPod.CreateServer(store, store.Backup!).Size;

    /// <summary>The pods of drills that reach a bucket in a container of the services' namespace.</summary>
    public static IEnumerable<PodPeer> GetClients(IEnumerable<StorePlan> stores, string bucket, SystemIdentity system)
    {
        var own = GetSystem(system);
        foreach (var store in stores.Where(store => store.Drill is not null && store.Backup!.Target == bucket))
        {
            IEnumerable<ImmutableSortedDictionary<string, string>> pods = store.HasBackupJobs
                ? [ServiceLabels.Selector(StoreNames.Drill(store.Name), own).ToImmutableSortedDictionary(StringComparer.Ordinal)]
                : store
                    .Operator!.GetNetwork(StoreNames.Trial(store.Name))
                    .Groups.Where(group => group.ReachBucket)
                    .Select(group => group.Labels);
            foreach (var labels in pods)
            {
                yield return new PodPeer(labels, StoreFacts.Of(StoreKind.S3).Port, IsElsewhere: true) { Namespace = own.Namespace };
            }
        }
    }

    /// <summary>
    /// A client of S3 downloads the newest backup, a server of the same image as the store's starts on an empty volume, and a client
    /// restores into it and counts. The pod has no credentials of the store, reaches only the bucket, and nothing reaches it.
    /// </summary>
    public static ServiceSettings Create(StorePlan store)
    {
        var (backup, drill) = (store.Backup!, store.Drill!);
        var (scripts, server) = (StoreScripts.Of(store.Kind), BackupPod.CreateServer(store, backup));
        var service = BackupPod.CreateCron(store, backup, drill.Every, StoreNames.Drill(store.Name), "drill");
        var volumes = new Dictionary<string, VolumeSettings>(service.Volumes, StringComparer.Ordinal);
        foreach (var (name, folder) in server.Scratch.Append(new("data", server.DataFolder)))
        {
            volumes[name] = new VolumeSettings { Mount = folder };
        }

        var connected = ConnectToBucket(service, backup);
        return connected with
        {
            Image = backup.Image.Image,
            Command = [.. BackupPod.Run(scripts.Shell, "drill.sh")],
            Env = BackupPod.CreateFolderVariables(scripts.Shell),
            MainEnv = BackupPod.Merge(CreateServerVariables(store), CreateQuery(backup, drill)),
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

    /// <summary>Lets a drill reach the bucket, which is in another namespace or outside the cluster.</summary>
    private static ServiceSettings ConnectToBucket(ServiceSettings service, BackupPlan backup) =>
        service with
        {
            Peers = backup.DrillReach.Pods is { } pods ? [pods] : [],
            External = backup.DrillReach.Addresses,
        };

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

    /// <summary>The variables of the user's query.</summary>
    public static Dictionary<string, EnvironmentSettings> CreateQuery(BackupPlan backup, StoreDrillSettings drill) =>
        drill.Query is not { } query
            ? []
            : new(StringComparer.Ordinal)
            {
                ["QUERY"] = StoreAccess.Write(query),
                ["QUERY_DATABASE"] = StoreAccess.Write(drill.Database ?? backup.Databases[0]),
            };
}
