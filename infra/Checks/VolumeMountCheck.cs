using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the mounts of volumes against Kubernetes' rules for <c>volumeMounts</c> (<c>ValidateVolumeMounts</c>).</summary>
internal sealed class VolumeMountCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            ReviewedMount[] mounts = [.. ReviewedMount.Find(service)];
            foreach (var (name, volume) in service.Settings.Volumes)
            {
                CheckVolume(service, name, volume, mounts);
            }

            foreach (var mount in mounts)
            {
                CheckMount(service, mount);
            }
        }
    }

    /// <summary>Whether a path stays within its volume (<c>validateLocalDescendingPath</c>).</summary>
    internal static bool IsWithinVolume(string path) => path.Length > 0 && !path.StartsWith('/') && !path.Split('/').Contains("..");

    private static void CheckVolume(ServiceUnderReview service, string name, VolumeSettings volume, ReviewedMount[] mounts)
    {
        var at = service.At("volumes", name);
        if (volume.SubPath is not null && volume.Mount is null)
        {
            service.Reject(at.Key("subPath"), "'subPath' belongs to 'mount', which is missing", "write it in an entry of 'mounts'", at);
        }

        if (mounts.All(mount => mount.Volume != name))
        {
            service.Reject(
                at,
                "no container mounts this volume",
                $"write 'mount: <path>', or 'mounts: {{{name}: <path>}}' at a sidecar or init container",
                at,
                at.Key("mount"),
                at.Key("mounts"),
                service.At("sidecars"),
                service.At("init")
            );
        }

        if (volume.ReadOnly == false && PlannedMount.IsReadOnly(volume.Kind))
        {
            RejectWritable(service, at.Key("readOnly"), volume.Kind);
        }
    }

    private static void RejectWritable(ServiceUnderReview service, SettingsPath at, VolumeKind kind) =>
        service.Reject(
            at,
            $"a volume of the kind '{ScalarType.EnumName(kind.ToString())}' can only be read",
            "remove it; an init container can copy the files into a volume of the kind 'ephemeral'"
        );

    private static void CheckMount(ServiceUnderReview service, ReviewedMount mount)
    {
        var (at, settings) = (mount.At, mount.Mount);
        if (!service.Settings.Volumes.TryGetValue(mount.Volume, out var volume))
        {
            service.Reject(
                at,
                $"the service has no volume '{mount.Volume}'",
                Suggestion.For(mount.Volume, [.. service.Settings.Volumes.Keys]),
                service.At("volumes")
            );
            return;
        }

        if (mount.Container is not null && !settings.Containers.IsEmpty)
        {
            service.Reject(at.Key("containers"), "these mounts are those of one container", "remove it");
        }

        for (var i = 0; i < settings.Containers.Length; i++)
        {
            ResourceFieldCheck.CheckContainer(service, at.Key("containers").Item(i), settings.Containers[i]);
        }

        CheckPaths(service, mount, volume);
        CheckReadOnly(service, mount, volume);
        CheckPropagation(service, mount);
    }

    private static void CheckPaths(ServiceUnderReview service, ReviewedMount mount, VolumeSettings volume)
    {
        var (isShortForm, settings) = (mount.Container is null && mount.Mount.Path == volume.Mount, mount.Mount);
        var at = isShortForm && settings.SubPath == volume.SubPath ? service.At("volumes", mount.Volume) : mount.At;
        (string Key, string? Path)[] paths = [("subPath", settings.SubPath), ("subPathExpr", settings.SubPathExpr)];
        foreach (var (key, path) in paths)
        {
            if (path is not null && !IsWithinVolume(path))
            {
                service.Reject(
                    at.Key(key),
                    $"'{path}' is not a path within the volume",
                    "write a relative path without '..', such as data/web"
                );
            }
        }

        if (settings is { SubPath: not null, SubPathExpr: not null })
        {
            service.Reject(mount.At, "'subPath' and 'subPathExpr' exclude each other", "remove one of the two");
        }
    }

    private static void CheckReadOnly(ServiceUnderReview service, ReviewedMount mount, VolumeSettings volume)
    {
        var settings = mount.Mount;
        if (settings.ReadOnly == false && PlannedMount.IsReadOnly(volume.Kind))
        {
            RejectWritable(service, mount.At.Key("readOnly"), volume.Kind);
        }

        if (settings.RecursiveReadOnly is not (null or RecursiveReadOnly.Disabled))
        {
            var isReadOnly = settings.ReadOnly ?? volume.ReadOnly ?? PlannedMount.IsReadOnly(volume.Kind);
            if (!isReadOnly)
            {
                service.Reject(
                    mount.At.Key("recursiveReadOnly"),
                    "it has an effect on read-only mounts only",
                    "write 'readOnly: true', or remove it"
                );
            }
            else if (settings.Propagation is not (null or MountPropagation.None))
            {
                service.Reject(
                    mount.At.Key("recursiveReadOnly"),
                    "a mount cannot be recursively read-only and propagate other mounts",
                    "remove 'recursiveReadOnly' or 'propagation'"
                );
            }
        }
    }

    private static void CheckPropagation(ServiceUnderReview service, ReviewedMount mount)
    {
        if (mount.Mount.Propagation != MountPropagation.Bidirectional)
        {
            return;
        }

        var settings = service.Settings;
        var containers = settings
            .Init.Concat(settings.Sidecars)
            .Select(container => (Name: container.Key, container.Value.Security.Privileged))
            .Prepend((service.Name, settings.Security.Privileged))
            .Where(container =>
                mount.Container is { } owner
                    ? owner == container.Name
                    : mount.Mount.Containers.IsEmpty || mount.Mount.Containers.Contains(container.Name)
            );
        if (containers.FirstOrDefault(container => !container.Privileged).Name is { } name)
        {
            service.Reject(
                mount.At.Key("propagation"),
                $"'bidirectional' needs a privileged container, and '{name}' is not privileged",
                "write 'hostToContainer', or 'security: {privileged: true}' at the container",
                mount.At,
                service.At("security")
            );
        }
    }
}
