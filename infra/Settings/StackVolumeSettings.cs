using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>A persistent volume that services share. They mount it with <c>kind: shared</c>.</summary>
internal sealed record StackVolumeSettings
{
    /// <summary>The size. It can grow, if the storage class allows it, but not shrink.</summary>
    /// <remarks>The requested storage of the claim.</remarks>
    /// <example>volumes: {system: {size: 10Gi, access: readWriteMany}}</example>
    public required Quantity Size { get; init; }

    /// <summary>The access mode.</summary>
    /// <value>readWriteMany: pods of several nodes mount it</value>
    /// <remarks>The claim's <c>accessModes</c>. The storage class must support it.</remarks>
    /// <example>volumes: {models: {size: 50Gi, access: readOnlyMany, storageClass: nfs}}</example>
    public VolumeAccess Access { get; init; } = VolumeAccess.ReadWriteMany;

    /// <summary>The storage class.</summary>
    /// <value>the cluster's default class</value>
    /// <remarks>The claim's <c>storageClassName</c>.</remarks>
    /// <example>volumes: {system: {size: 10Gi, storageClass: nfs}}</example>
    public string? StorageClass { get; init; }

    /// <summary>What becomes of the volume and its data when it is removed from the catalogue.</summary>
    /// <value>keep</value>
    /// <remarks>
    /// Whether the claim is deleted, or only forgotten by the stack (Pulumi's option <c>retainOnDelete</c>). <c>infra destroy</c> deletes
    /// the namespace and every claim in it.
    /// </remarks>
    /// <example>volumes: {cache: {size: 10Gi, onRemoval: delete}}</example>
    public VolumeRemoval OnRemoval { get; init; } = VolumeRemoval.Keep;
}
