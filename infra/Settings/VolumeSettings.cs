using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>Room on disk.</summary>
internal sealed record VolumeSettings
{
    /// <summary>The absolute path it appears at.</summary>
    /// <remarks>The <c>volumeMounts</c> of every container of the pod.</remarks>
    /// <example>mount: /var/lib/data</example>
    public required string Mount { get; init; }

    /// <summary>How long what is written lasts.</summary>
    /// <value>ephemeral</value>
    /// <remarks>An <c>emptyDir</c>, a PersistentVolumeClaim or a volume of a Secret.</remarks>
    /// <example>volumes: {cache: {mount: /cache, kind: memory, size: 64Mi}}</example>
    public VolumeKind Kind { get; init; } = VolumeKind.Ephemeral;

    /// <summary>The Secret that a volume of secrets shows.</summary>
    /// <value>none; a volume of secrets needs it</value>
    /// <remarks>The volume's <c>secretName</c>.</remarks>
    /// <example>volumes: {tls: {mount: /etc/tls, kind: secret, from: shop-tls}}</example>
    public string? From { get; init; }

    /// <summary>How much room there is; a persistent volume needs to say so.</summary>
    /// <value>unlimited; a persistent volume needs one</value>
    /// <remarks>The <c>sizeLimit</c> of an <c>emptyDir</c>, the storage that a claim requests.</remarks>
    /// <example>size: 10Gi</example>
    public Quantity? Size { get; init; }

    /// <summary>The storage class of a persistent volume.</summary>
    /// <value>the cluster's default class</value>
    /// <remarks>The claim's <c>storageClassName</c>.</remarks>
    /// <example>storageClass: fast-ssd</example>
    public string? StorageClass { get; init; }

    /// <summary>Who may use a persistent volume at the same time.</summary>
    /// <value>readWriteOnce</value>
    /// <remarks>The claim's <c>accessModes</c>.</remarks>
    /// <example>volumes: {shared: {mount: /shared, kind: persistent, size: 10Gi, access: readWriteMany}}</example>
    public VolumeAccess Access { get; init; } = VolumeAccess.ReadWriteOnce;
}

/// <summary>How long what is written to a volume lasts.</summary>
internal enum VolumeKind
{
    /// <summary>As long as the pod, on the node's disk.</summary>
    Ephemeral,

    /// <summary>As long as the pod, in memory; it counts against the memory limit.</summary>
    Memory,

    /// <summary>Longer than the pod.</summary>
    Persistent,

    /// <summary>Nothing is written: it shows a Secret that somebody else keeps in the namespace.</summary>
    Secret,
}

/// <summary>Kubernetes' access modes.</summary>
internal enum VolumeAccess
{
    /// <summary>The pods of one node.</summary>
    ReadWriteOnce,

    /// <summary>The pods of all nodes.</summary>
    ReadWriteMany,

    /// <summary>The pods of all nodes, reading only.</summary>
    ReadOnlyMany,

    /// <summary>One pod.</summary>
    ReadWriteOncePod,
}
