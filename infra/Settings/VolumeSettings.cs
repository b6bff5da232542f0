using Infra.Settings.Values;

namespace Infra.Settings;

/// <summary>Room on disk.</summary>
internal sealed record VolumeSettings
{
    /// <summary>The absolute path it appears at.</summary>
    /// <example>mount: /var/lib/data</example>
    public required string Mount { get; init; }

    /// <summary>How long what is written lasts.</summary>
    /// <value>ephemeral</value>
    public VolumeKind Kind { get; init; } = VolumeKind.Ephemeral;

    /// <summary>The Secret that a volume of secrets shows.</summary>
    /// <example>volumes: {tls: {mount: /etc/tls, kind: secret, from: shop-tls}}</example>
    public string? From { get; init; }

    /// <summary>How much room there is; a persistent volume needs to say so.</summary>
    /// <example>size: 10Gi</example>
    public Quantity? Size { get; init; }

    /// <summary>The storage class of a persistent volume.</summary>
    /// <value>the cluster's default class</value>
    /// <example>storageClass: fast-ssd</example>
    public string? StorageClass { get; init; }

    /// <summary>Who may use a persistent volume at the same time.</summary>
    /// <value>readWriteOnce</value>
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
