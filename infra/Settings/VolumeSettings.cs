using System.Collections.Immutable;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>A volume of a service's pods.</summary>
internal sealed record VolumeSettings
{
    /// <summary>The absolute path where all containers mount it.</summary>
    /// <value>none; required without <c>mounts</c> here or in a container</value>
    /// <remarks>The <c>volumeMounts</c> of every container of the pod.</remarks>
    /// <example>mount: /var/lib/data</example>
    public string? Mount { get; init; }

    /// <summary>
    /// The paths where containers mount it, if there are several or not all containers mount it. A container's own <c>mounts</c> replace
    /// them for this container.
    /// </summary>
    /// <value>the single <c>mount</c></value>
    /// <remarks>The <c>volumeMounts</c> of the containers.</remarks>
    /// <example>volumes: {data: {mounts: [{path: /a, subPath: a}, {path: /b, subPath: b, containers: [proxy]}]}}</example>
    public ImmutableArray<VolumeMountSettings> Mounts { get; init; } = [];

    /// <summary>The folder or file of the volume that <c>mount</c> shows: a relative path.</summary>
    /// <value>the whole volume</value>
    /// <remarks>The <c>subPath</c> of the volume mounts.</remarks>
    /// <example>volumes: {shared: {mount: /srv, kind: shared, from: system, subPath: web}}</example>
    public string? SubPath { get; init; }

    /// <summary>Whether the containers can only read it.</summary>
    /// <value>false; true for the kinds <c>secret</c>, <c>configMap</c>, <c>projected</c> and <c>image</c></value>
    /// <remarks>The <c>readOnly</c> of the volume mounts, and of a <c>csi</c> volume itself.</remarks>
    /// <example>volumes: {shared: {mount: /srv, kind: shared, from: system, readOnly: true}}</example>
    public bool? ReadOnly { get; init; }

    /// <summary>The kind of volume.</summary>
    /// <value>ephemeral</value>
    /// <remarks>The volume's source: an <c>emptyDir</c>, a claim, a Secret, a ConfigMap, and so on.</remarks>
    /// <example>volumes: {cache: {mount: /cache, kind: memory, size: 64Mi}}</example>
    public VolumeKind Kind { get; init; } = VolumeKind.Ephemeral;

    /// <summary>
    /// The name of what it shows: the volume of the stack (<c>shared</c>), the claim (<c>claim</c>), the Secret (<c>secret</c>), the
    /// ConfigMap (<c>configMap</c>) or the image (<c>image</c>).
    /// </summary>
    /// <value>none; required for these kinds</value>
    /// <remarks>The volume's <c>claimName</c>, <c>secretName</c>, <c>name</c> or <c>reference</c>.</remarks>
    /// <example>volumes: {tls: {mount: /etc/tls, kind: secret, from: shop-tls}}</example>
    public string? From { get; init; }

    /// <summary>The size.</summary>
    /// <value>unlimited; required for the kind <c>persistent</c>, and for <c>ephemeral</c> with a <c>storageClass</c></value>
    /// <remarks>
    /// The <c>sizeLimit</c> of an <c>emptyDir</c>, or the requested storage of a claim. A claim can grow, if its storage class allows it,
    /// but not shrink.
    /// </remarks>
    /// <example>size: 10Gi</example>
    public Quantity? Size { get; init; }

    /// <summary>The storage class of a persistent volume, or of an ephemeral one that is not on the node's disk.</summary>
    /// <value>the cluster's default class; for <c>ephemeral</c> none: the node's disk</value>
    /// <remarks>
    /// The claim's <c>storageClassName</c>. An <c>ephemeral</c> volume then has a claim of its pod, which is deleted with the pod.
    /// </remarks>
    /// <example>storageClass: fast-ssd</example>
    public string? StorageClass { get; init; }

    /// <summary>The access mode of a claim. For the kind <c>claim</c> it states the mode of the existing one.</summary>
    /// <value>readWriteOnce; not known for the kind <c>claim</c></value>
    /// <remarks>
    /// The claim's <c>accessModes</c>. The pods of a Deployment whose volume belongs to one node or pod are stopped before new ones start.
    /// </remarks>
    /// <example>volumes: {shared: {mount: /shared, kind: persistent, size: 10Gi, access: readWriteMany}}</example>
    public VolumeAccess? Access { get; init; }

    /// <summary>What becomes of a persistent volume and its data when the volume or the service is removed from the catalogue.</summary>
    /// <value>keep</value>
    /// <remarks>
    /// The <c>whenDeleted</c> of the StatefulSet's <c>persistentVolumeClaimRetentionPolicy</c>, which is the same for all its volumes. A
    /// claim of another kind of service is deleted, or only forgotten by the stack (Pulumi's option <c>retainOnDelete</c>).
    /// <c>infra destroy</c> deletes the namespace and every claim in it.
    /// </remarks>
    /// <example>volumes: {cache: {mount: /cache, kind: persistent, size: 10Gi, onRemoval: delete}}</example>
    public VolumeRemoval? OnRemoval { get; init; }

    /// <summary>The entries of a Secret or ConfigMap that become files, with their relative paths.</summary>
    /// <value>all entries, each with its key as its path</value>
    /// <remarks>The <c>items</c> of the volume.</remarks>
    /// <example>items: {tls.crt: cert.pem, tls.key: {path: key.pem, mode: "0400"}}</example>
    public IReadOnlyDictionary<string, VolumeItemSettings> Items { get; init; } = ImmutableDictionary<string, VolumeItemSettings>.Empty;

    /// <summary>The permissions of the files of a Secret, ConfigMap or projected volume, as in <c>chmod</c>.</summary>
    /// <value>0644; 0440 for Secrets</value>
    /// <remarks>The <c>defaultMode</c> of the volume. The kubelet lets the pod's group read the files in any case.</remarks>
    /// <example>volumes: {scripts: {mount: /scripts, kind: configMap, from: scripts, mode: "0555"}}</example>
    public FilePermissions? Mode { get; init; }

    /// <summary>Whether pods start although the Secret or ConfigMap, or one of its keys in <c>items</c>, does not exist.</summary>
    /// <value>false: the pods wait for it</value>
    /// <remarks>The <c>optional</c> of the volume.</remarks>
    /// <example>volumes: {overrides: {mount: /overrides, kind: configMap, from: overrides, optional: true}}</example>
    public bool Optional { get; init; }

    /// <summary>What a projected volume combines in one folder.</summary>
    /// <value>none; required for the kind <c>projected</c></value>
    /// <remarks>The <c>sources</c> of the <c>projected</c> volume.</remarks>
    /// <example>volumes: {identity: {mount: /identity, kind: projected, sources: [{serviceAccountToken: {audience: vault}}]}}</example>
    public ImmutableArray<ProjectedSourceSettings> Sources { get; init; } = [];

    /// <summary>The CSI driver of an inline volume.</summary>
    /// <value>none; required for the kind <c>csi</c></value>
    /// <remarks>The <c>driver</c> of the <c>csi</c> volume, which must support ephemeral inline volumes.</remarks>
    /// <example>volumes: {secrets: {mount: /secrets, kind: csi, driver: secrets-store.csi.k8s.io, readOnly: true}}</example>
    public string? Driver { get; init; }

    /// <summary>The file system of a CSI volume.</summary>
    /// <value>the driver's default</value>
    /// <remarks>The <c>fsType</c> of the <c>csi</c> volume.</remarks>
    /// <example>volumes: {scratch: {mount: /scratch, kind: csi, driver: inline.example.com, fsType: ext4}}</example>
    public string? FsType { get; init; }

    /// <summary>The driver's own settings of a CSI volume.</summary>
    /// <value>none</value>
    /// <remarks>The <c>volumeAttributes</c> of the <c>csi</c> volume.</remarks>
    /// <example>attributes: {secretProviderClass: shop-vault}</example>
    public IReadOnlyDictionary<string, Text> Attributes { get; init; } = ImmutableDictionary<string, Text>.Empty;

    /// <summary>The name of an existing Secret with credentials for the CSI driver.</summary>
    /// <value>none</value>
    /// <remarks>The <c>nodePublishSecretRef</c> of the <c>csi</c> volume.</remarks>
    /// <example>nodePublishSecret: vault-credentials</example>
    public string? NodePublishSecret { get; init; }

    /// <summary>When the node pulls the image of the kind <c>image</c>.</summary>
    /// <value>Kubernetes' rule: always for the tag <c>latest</c> or none, ifNotPresent otherwise</value>
    /// <remarks>The <c>pullPolicy</c> of the <c>image</c> volume.</remarks>
    /// <example>volumes: {model: {mount: /model, kind: image, from: "shop/model:3", pullPolicy: always}}</example>
    public PullPolicy? PullPolicy { get; init; }

    /// <summary>Whether it is a claim of each pod, deleted with the pod.</summary>
    internal bool IsPodClaim => Kind == VolumeKind.Ephemeral && StorageClass is not null;

    /// <summary>The access mode of a claim that the settings describe.</summary>
    internal VolumeAccess AccessOrDefault => Access ?? VolumeAccess.ReadWriteOnce;
}

/// <summary>Kinds of volumes.</summary>
internal enum VolumeKind
{
    /// <summary>Deleted with the pod: on the node's disk, or with a <c>storageClass</c> on a claim of the pod.</summary>
    Ephemeral,

    /// <summary>In memory, deleted with the pod. It counts against the memory limit.</summary>
    Memory,

    /// <summary>On huge pages of the node, deleted with the pod. A container requests them in <c>resources.extended</c>.</summary>
    HugePages,

    /// <summary>On a persistent volume, which outlives the pod.</summary>
    Persistent,

    /// <summary>A volume of the stack (<c>volumes</c> at the top level), which services share.</summary>
    Shared,

    /// <summary>An existing PersistentVolumeClaim of the namespace.</summary>
    Claim,

    /// <summary>Read-only, with the entries of an existing Secret.</summary>
    Secret,

    /// <summary>Read-only, with the entries of an existing ConfigMap.</summary>
    ConfigMap,

    /// <summary>Read-only, with Secrets, ConfigMaps, tokens and fields of the pod in one folder.</summary>
    Projected,

    /// <summary>From a CSI driver, deleted with the pod.</summary>
    Csi,

    /// <summary>Read-only, with the files of a container image.</summary>
    Image,
}

/// <summary>What becomes of the data of a persistent volume that is no longer in the catalogue.</summary>
internal enum VolumeRemoval
{
    /// <summary>The claim and its data stay. A volume of the same name takes them over.</summary>
    Keep,

    /// <summary>The claim is deleted, and its data with it unless the storage class retains volumes.</summary>
    Delete,
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
