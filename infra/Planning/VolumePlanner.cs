using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>Plans what follows from the volumes of a service.</summary>
internal static class VolumePlanner
{
    /// <summary>Resolves the images of volumes as those of containers: with the stack's registry.</summary>
    public static ImmutableDictionary<string, ImageReference> PlanImages(
        IReadOnlyDictionary<string, VolumeSettings> volumes,
        ImageDefaults defaults
    ) =>
        volumes
            .Where(volume => volume.Value is { Kind: VolumeKind.Image, From: not null })
            .ToImmutableDictionary(
                volume => volume.Key,
                volume => new ImageSettings { Reference = ImageReference.Parse(volume.Value.From!) }.Resolve(defaults),
                StringComparer.Ordinal
            );

    /// <summary>Whether new pods cannot mount a claim while the old ones on another node do.</summary>
    public static bool HasExclusiveVolume(
        IReadOnlyDictionary<string, VolumeSettings> volumes,
        IReadOnlyDictionary<string, StackVolumeSettings> shared
    ) => volumes.Values.Any(volume => FindAccess(volume, shared) is { } access && IsExclusive(access));

    /// <summary>The access mode of a claim that outlives its pods; null if there is none, or if it is not known.</summary>
    public static VolumeAccess? FindAccess(VolumeSettings volume, IReadOnlyDictionary<string, StackVolumeSettings> shared) =>
        volume.Kind switch
        {
            VolumeKind.Persistent => volume.AccessOrDefault,
            VolumeKind.Shared => volume.From is { } from ? shared.GetValueOrDefault(from)?.Access : null,
            VolumeKind.Claim => volume.Access,
            _ => null,
        };

    /// <summary>Whether only the pods of one node, or one pod, can mount a claim.</summary>
    public static bool IsExclusive(VolumeAccess access) => access is VolumeAccess.ReadWriteOnce or VolumeAccess.ReadWriteOncePod;

    /// <summary>
    /// What becomes of the claims of a stateful service: <c>onRemoval</c> of its volumes is the same as <c>whenDeleted</c>. Null for
    /// Kubernetes' default.
    /// </summary>
    public static ClaimRetentionSettings? PlanRetention(ServiceSettings service)
    {
        var deletes = service.Volumes.Values.Any(volume => volume is { Kind: VolumeKind.Persistent, OnRemoval: VolumeRemoval.Delete });
        return deletes
            ? (service.ClaimRetention ?? new ClaimRetentionSettings()) with
            {
                WhenDeleted = ClaimRetention.Delete,
            }
            : service.ClaimRetention;
    }
}
