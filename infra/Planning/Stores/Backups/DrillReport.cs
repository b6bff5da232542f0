using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores.Scripts;
using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>
/// Metrics of drills: a pod that has ended cannot be scraped, so a container of it hands them to the Pushgateway, which keeps them until
/// the next drill.
/// </summary>
internal static class DrillReport
{
    /// <summary>The port of the Pushgateway.</summary>
    public const int Port = 9091;

    private const string Script = "report.sh";
    private const string ContainerName = "report";

    /// <summary>An image with a shell and a client of HTTP.</summary>
    public static ImageSettings ClientImage { get; } = new() { Reference = ImageReference.Parse("curlimages/curl:8.15.0") };

    /// <summary>Whether the stack's monitoring takes them.</summary>
    public static bool IsWanted(MonitoringSettings monitoring) => monitoring.Mode != MonitoringMode.Off && monitoring.Parts.Pushgateway;

    /// <summary>The pods that hand over metrics.</summary>
    public static PodPeer GetClient(StorePlan store, SystemIdentity system)
    {
        var own = DrillServices.GetSystem(system);
        return new PodPeer(Select(StoreNames.Drill(store.Name), own), Port, IsElsewhere: true) { Namespace = own.Namespace };
    }

    /// <summary>Adds the container to a drill. It is the first sidecar, so the others have ended before it.</summary>
    /// <param name="drill">The CronJob.</param>
    /// <param name="store">The name of the store.</param>
    /// <param name="system">The names of the system in the services' namespace.</param>
    public static ServiceSettings AddTo(ServiceSettings drill, string store, SystemIdentity system)
    {
        var gateway = DerivedNames.MonitoringNamespace(system.Namespace);
        var report = new ContainerSettings
        {
            Image = ClientImage,
            Command = [.. BackupPod.Run("sh", Script)],
            Env = new Dictionary<string, EnvironmentSettings>(StringComparer.Ordinal)
            {
                ["GATEWAY"] = StoreAccess.Write(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"http://{PartNames.Pushgateway}.{gateway}.svc:{Port}/metrics/job/store-drill/namespace/{system.Namespace}/store/{store}"
                    )
                ),
            },
            Resources = new ResourceSettings { Size = BackupPod.ClientSizeName },
        };
        return drill with
        {
            Files = Join(BackupPod.CreateFiles((Script, ReportScripts.Send)), drill.Files),
            Volumes = drill.Volumes.ToDictionary(
                volume => volume.Key,
                volume => Reserve(volume.Value, [StoreNames.Drill(store), .. drill.Init.Keys, .. drill.Sidecars.Keys]),
                StringComparer.Ordinal
            ),
            Sidecars = Join(new() { [ContainerName] = report }, drill.Sidecars),
            Peers = [.. drill.Peers, new PodPeer(Select(PartNames.Pushgateway, system), Port, IsElsewhere: true) { Namespace = gateway }],
        };
    }

    /// <summary>Withholds a volume from the container, which reaches another namespace and needs only the folder of small files.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="others">The other containers of the pod.</param>
    private static VolumeSettings Reserve(VolumeSettings volume, ImmutableArray<string> others)
    {
        if (volume.Mount == BackupPod.Scratch)
        {
            return volume;
        }

        var mounts = PlannedMount.Declared(volume);
        return volume with
        {
            Mount = null,
            SubPath = null,
            Mounts = [.. mounts.Select(mount => mount.Containers.IsEmpty ? mount with { Containers = others } : mount)],
        };
    }

    private static ImmutableSortedDictionary<string, string> Select(string name, SystemIdentity system) =>
        ServiceLabels.Selector(name, system).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static OrderedDictionary<string, T> Join<T>(Dictionary<string, T> first, IReadOnlyDictionary<string, T> others) =>
        new(first.Concat(others), StringComparer.Ordinal);
}
