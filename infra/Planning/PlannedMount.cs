using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>A path where a container mounts a volume of its service.</summary>
internal sealed record PlannedMount
{
    /// <summary>The name of the volume.</summary>
    public required string Volume { get; init; }

    /// <summary>The path in the container.</summary>
    public required string Path { get; init; }

    /// <summary>The folder or file of the volume; null for all of it.</summary>
    public string? SubPath { get; init; }

    /// <summary>The folder or file of the volume, with variables; null if <see cref="SubPath"/> or nothing selects it.</summary>
    public string? SubPathExpr { get; init; }

    public bool ReadOnly { get; init; }

    public RecursiveReadOnly? RecursiveReadOnly { get; init; }

    public MountPropagation? Propagation { get; init; }

    /// <summary>Plans the mounts of a container.</summary>
    /// <param name="volumes">The volumes of the service.</param>
    /// <param name="container">The container's name, which is the service's for its own container.</param>
    /// <param name="own">The container's own mounts by volume.</param>
    public static ImmutableArray<PlannedMount> Plan(
        IReadOnlyDictionary<string, VolumeSettings> volumes,
        string container,
        IReadOnlyDictionary<string, VolumeMountSettings> own
    ) =>
        [
            .. volumes.SelectMany(volume =>
                own.TryGetValue(volume.Key, out var mount)
                    ? [Create(volume.Key, volume.Value, mount)]
                    : Declared(volume.Value)
                        .Where(declared => declared.Containers.IsEmpty || declared.Containers.Contains(container))
                        .Select(declared => Create(volume.Key, volume.Value, declared))
            ),
        ];

    /// <summary>The mounts that a volume declares itself, its short form first.</summary>
    public static IEnumerable<VolumeMountSettings> Declared(VolumeSettings volume) =>
        volume.Mount is { } path ? volume.Mounts.Prepend(new VolumeMountSettings { Path = path, SubPath = volume.SubPath }) : volume.Mounts;

    /// <summary>Whether a kind of volume can only be read.</summary>
    public static bool IsReadOnly(VolumeKind kind) =>
        kind is VolumeKind.Secret or VolumeKind.ConfigMap or VolumeKind.Projected or VolumeKind.Image;

    private static PlannedMount Create(string name, VolumeSettings volume, VolumeMountSettings mount) =>
        new()
        {
            Volume = name,
            Path = mount.Path,
            SubPath = mount.SubPath,
            SubPathExpr = mount.SubPathExpr,
            ReadOnly = mount.ReadOnly ?? volume.ReadOnly ?? IsReadOnly(volume.Kind),
            RecursiveReadOnly = mount.RecursiveReadOnly,
            Propagation = mount.Propagation,
        };
}
