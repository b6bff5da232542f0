using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>A volume.</summary>
internal sealed record VolumeSettings
{
    /// <summary>The absolute path where it is mounted.</summary>
    /// <remarks>The <c>volumeMounts</c> of every container of the pod.</remarks>
    /// <example>mount: /var/lib/data</example>
    public required string Mount { get; init; }

    /// <summary>The kind of volume.</summary>
    /// <value>ephemeral</value>
    /// <remarks>An <c>emptyDir</c>, a PersistentVolumeClaim, or a volume from a Secret.</remarks>
    /// <example>volumes: {cache: {mount: /cache, kind: memory, size: 64Mi}}</example>
    public VolumeKind Kind { get; init; } = VolumeKind.Ephemeral;

    /// <summary>The name of the Secret, for the kind <c>secret</c>.</summary>
    /// <value>none; required for the kind <c>secret</c></value>
    /// <remarks>The volume's <c>secretName</c>.</remarks>
    /// <example>volumes: {tls: {mount: /etc/tls, kind: secret, from: shop-tls}}</example>
    public string? From { get; init; }

    /// <summary>The size.</summary>
    /// <value>unlimited; required for the kind <c>persistent</c></value>
    /// <remarks>The <c>sizeLimit</c> of an <c>emptyDir</c>, or the requested storage of a claim.</remarks>
    /// <example>size: 10Gi</example>
    public Quantity? Size { get; init; }

    /// <summary>The storage class of a persistent volume.</summary>
    /// <value>the cluster's default class</value>
    /// <remarks>The claim's <c>storageClassName</c>.</remarks>
    /// <example>storageClass: fast-ssd</example>
    public string? StorageClass { get; init; }

    /// <summary>The access mode of a persistent volume.</summary>
    /// <value>readWriteOnce</value>
    /// <remarks>The claim's <c>accessModes</c>.</remarks>
    /// <example>volumes: {shared: {mount: /shared, kind: persistent, size: 10Gi, access: readWriteMany}}</example>
    public VolumeAccess Access { get; init; } = VolumeAccess.ReadWriteOnce;
}

/// <summary>Kinds of volumes.</summary>
internal enum VolumeKind
{
    /// <summary>On the node's disk, deleted with the pod.</summary>
    Ephemeral,

    /// <summary>In memory, deleted with the pod. It counts against the memory limit.</summary>
    Memory,

    /// <summary>On a persistent volume, which outlives the pod.</summary>
    Persistent,

    /// <summary>Read-only, with the entries of an existing Secret.</summary>
    Secret,
}

/// <summary>Kubernetes' access modes.</summary>
internal enum VolumeAccess
{
    /// <summary>The pods of one node may write.</summary>
    ReadWriteOnce,

    /// <summary>The pods of all nodes may write.</summary>
    ReadWriteMany,

    /// <summary>The pods of all nodes may read.</summary>
    ReadOnlyMany,

    /// <summary>One pod may write.</summary>
    ReadWriteOncePod,
}
