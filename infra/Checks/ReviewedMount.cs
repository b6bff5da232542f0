using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>A mount of a volume as it is written: at the volume, or at a container.</summary>
/// <param name="At">Its path.</param>
/// <param name="Volume">The volume's name.</param>
/// <param name="Container">The container that has it; null if it is the volume's.</param>
/// <param name="Mount">Its settings.</param>
internal sealed record ReviewedMount(SettingsPath At, string Volume, string? Container, VolumeMountSettings Mount)
{
    /// <summary>The mounts of a service's volumes.</summary>
    public static IEnumerable<ReviewedMount> Find(ServiceUnderReview service) =>
        service
            .Settings.Volumes.SelectMany(volume => FindDeclared(service, volume.Key, volume.Value))
            .Concat(FindOwn(service, "init", service.Settings.Init))
            .Concat(FindOwn(service, "sidecars", service.Settings.Sidecars));

    /// <summary>The mounts that a container has, with those of the volumes that it does not replace.</summary>
    public static IEnumerable<ReviewedMount> In(string container, IReadOnlyCollection<ReviewedMount> all) =>
        all.Where(mount =>
            mount.Container is { } owner
                ? owner == container
                : (mount.Mount.Containers.IsEmpty || mount.Mount.Containers.Contains(container))
                    && !all.Any(other => other.Container == container && other.Volume == mount.Volume)
        );

    private static IEnumerable<ReviewedMount> FindDeclared(ServiceUnderReview service, string name, VolumeSettings volume)
    {
        var hasShortForm = volume.Mount is not null;
        return PlannedMount
            .Declared(volume)
            .Select(
                (mount, i) =>
                    new ReviewedMount(
                        hasShortForm && i == 0
                            ? service.At("volumes", name, "mount")
                            : service.At("volumes", name, "mounts").Item(hasShortForm ? i - 1 : i),
                        name,
                        null,
                        mount
                    )
            );
    }

    private static IEnumerable<ReviewedMount> FindOwn(
        ServiceUnderReview service,
        string section,
        IReadOnlyDictionary<string, ContainerSettings> containers
    ) =>
        from container in containers
        from mount in container.Value.Mounts
        select new ReviewedMount(service.At(section, container.Key, "mounts", mount.Key), mount.Key, container.Key, mount.Value);
}
