using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that volumes have names of their own, and that persistent volumes have a size and suitable access modes.</summary>
internal sealed class VolumeCheck : ISettingsCheck
{
    /// <summary>The names of the volumes that the program adds to pods itself.</summary>
    private static readonly string[] ReservedNames = ["tmp", "files", "secret-files"];

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            foreach (var (name, volume) in service.Settings.Volumes)
            {
                CheckSize(service, service.At("volumes", name), name, volume);
                CheckPersistence(service, name, volume);
            }
        }
    }

    private static void CheckSize(ServiceUnderReview service, SettingsPath at, string name, VolumeSettings volume)
    {
        var folders = service
            .Settings.Files.Where(file => file.Value.Folder is not null)
            .Select(file => DerivedNames.FolderVolume(file.Key));
        if (ReservedNames.Concat(folders).Contains(name) && volume.Mount?.TrimEnd('/') != "/tmp")
        {
            service.Reject(at, $"every pod already has a volume '{name}'", "rename the volume");
        }

        if (volume.Size is { } size && (size.IsNegative || size.IsZero || !size.IsWhole))
        {
            service.Reject(at.Key("size"), $"{size} is not a valid size", "write bytes as 10Gi");
        }
    }

    private static void CheckPersistence(ServiceUnderReview service, string name, VolumeSettings volume)
    {
        if (volume.Kind != VolumeKind.Persistent)
        {
            return;
        }

        if (volume.Size is null)
        {
            service.Reject(
                service.At("volumes", name),
                "a persistent volume needs a size",
                "write 'size: 10Gi'",
                service.At("volumes", name, "size"),
                service.At("volumes", name, "kind")
            );
        }

        if (HasSeveralPods(service.Settings) && VolumePlanner.IsExclusive(volume.AccessOrDefault))
        {
            service.Reject(
                service.At("volumes", name, "access"),
                "several pods share this volume, and only the pods of one node can mount it",
                "write 'kind: stateful' for a volume of each pod, 'access: readWriteMany' for a shared one, or 'replicas: 1'",
                service.At("replicas"),
                service.At("scaling"),
                service.At("kind"),
                service.At("volumes", name)
            );
        }
    }

    /// <summary>Whether several pods of a service run at the same time, and share the volumes that are not of each pod.</summary>
    internal static bool HasSeveralPods(ServiceSettings service) =>
        service.Kind == ServiceKind.Daemon
        || (service.Kind is ServiceKind.Service or ServiceKind.Worker && (service.Scaling is not null || service.Replicas is null or > 1));
}
