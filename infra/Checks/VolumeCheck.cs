using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Files and volumes have a place of their own, and persistent volumes a size and no more users than they can have.</summary>
internal sealed class VolumeCheck : ISettingsCheck
{
    /// <summary>What the pods' own volumes are called: room to write, and files.</summary>
    private static readonly string[] OwnNames = ["tmp", "files", "secret-files"];

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var owners = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var path in service.Settings.Files.Keys)
            {
                CheckPath(service, service.At("files", path), path, owners);
            }

            foreach (var (name, volume) in service.Settings.Volumes)
            {
                CheckPath(service, service.At("volumes", name, "mount"), volume.Mount, owners);
                CheckSize(service, service.At("volumes", name), name, volume);
                CheckPersistence(service, name, volume);
            }

            foreach (var (version, settings) in service.Settings.Versions)
            {
                foreach (var path in settings.Files.Keys.Where(path => !service.Settings.Files.ContainsKey(path)))
                {
                    CheckPath(service, service.At("versions", version, "files", path), path, new Dictionary<string, string>(owners, StringComparer.Ordinal));
                }
            }
        }
    }

    private static void CheckPath(ServiceUnderReview service, SettingsPath at, string path, Dictionary<string, string> owners)
    {
        if (!path.StartsWith('/') || path.Length == 1 || path.Split('/').Contains("..") || path.Contains(':', StringComparison.Ordinal))
        {
            service.Reject(at, $"'{path}' is not an absolute path in a container", "write one without '..' and ':', such as /var/lib/data");
        }
        else if (!owners.TryAdd(path.TrimEnd('/'), at.ToString()))
        {
            service.Reject(at, $"'{path}' is taken already, by {owners[path.TrimEnd('/')]}", "choose another path");
        }
    }

    private static void CheckSize(ServiceUnderReview service, SettingsPath at, string name, VolumeSettings volume)
    {
        if (OwnNames.Contains(name) && volume.Mount.TrimEnd('/') != "/tmp")
        {
            service.Reject(at, $"every pod has a volume called '{name}' already", "call it something else");
        }

        if (volume.Size is { } size && (size.IsNegative || size.IsZero || !size.IsWhole))
        {
            service.Reject(at.Key("size"), $"{size} is no room on disk", "write bytes as 10Gi");
        }
    }

    private static void CheckPersistence(ServiceUnderReview service, string name, VolumeSettings volume)
    {
        if (volume.Kind == VolumeKind.Secret != volume.From is not null)
        {
            service.Reject(service.At("volumes", name), "a volume of secrets, and no other, shows a Secret", "write 'kind: secret' and 'from: <name of the Secret>'", service.At("volumes", name));
        }

        if (volume.Kind != VolumeKind.Persistent)
        {
            return;
        }

        if (volume.Size is null)
        {
            service.Reject(service.At("volumes", name), "a persistent volume has a size", "write 'size: 10Gi'", service.At("volumes", name, "size"), service.At("volumes", name, "kind"));
        }

        var isShared = service.Settings.Kind is ServiceKind.Daemon || service.Settings.Scaling is not null || service.Settings.Replicas is null or > 1;
        var isForOne = volume.Access is VolumeAccess.ReadWriteOnce or VolumeAccess.ReadWriteOncePod;
        if (isShared && isForOne && service.Settings.Kind is ServiceKind.Service or ServiceKind.Worker or ServiceKind.Daemon)
        {
            service.Reject(
                service.At("volumes", name, "access"),
                "several pods share this volume, and only those of one node can use it",
                "write 'kind: stateful' for a volume of each pod, 'access: readWriteMany' for a shared one, or 'replicas: 1'",
                service.At("replicas"),
                service.At("scaling"),
                service.At("kind"),
                service.At("volumes", name));
        }
    }
}
