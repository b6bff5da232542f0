using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>An entry of a Secret or ConfigMap as a file.</summary>
[ShortForm(nameof(Path))]
internal sealed record VolumeItemSettings
{
    /// <summary>The relative path of the file in the volume, without <c>..</c>.</summary>
    /// <remarks>The <c>path</c> of the item.</remarks>
    /// <example>items: {tls.crt: cert.pem}</example>
    public required string Path { get; init; }

    /// <summary>The permissions of the file, as in <c>chmod</c>.</summary>
    /// <value>those of the volume</value>
    /// <remarks>The <c>mode</c> of the item.</remarks>
    /// <example>items: {tls.key: {path: key.pem, mode: "0400"}}</example>
    public FilePermissions? Mode { get; init; }
}

/// <summary>A source of a projected volume: one of a Secret, a ConfigMap, a token and fields of the pod.</summary>
internal sealed record ProjectedSourceSettings
{
    /// <summary>The name of an existing Secret.</summary>
    /// <value>none</value>
    /// <remarks>The source's <c>secret</c>.</remarks>
    /// <example>sources: [{secret: shop-tls, items: {tls.crt: cert.pem}}]</example>
    public string? Secret { get; init; }

    /// <summary>The name of an existing ConfigMap.</summary>
    /// <value>none</value>
    /// <remarks>The source's <c>configMap</c>.</remarks>
    /// <example>sources: [{configMap: kube-root-ca.crt}]</example>
    public string? ConfigMap { get; init; }

    /// <summary>The entries of the Secret or ConfigMap that become files, with their relative paths.</summary>
    /// <value>all entries, each with its key as its path</value>
    /// <remarks>The <c>items</c> of the source.</remarks>
    /// <example>sources: [{configMap: kube-root-ca.crt, items: {ca.crt: ca.pem}}]</example>
    public IReadOnlyDictionary<string, VolumeItemSettings> Items { get; init; } = ImmutableDictionary<string, VolumeItemSettings>.Empty;

    /// <summary>Whether pods start although the Secret or ConfigMap, or one of its keys in <c>items</c>, does not exist.</summary>
    /// <value>false: the pods wait for it</value>
    /// <remarks>The <c>optional</c> of the source.</remarks>
    /// <example>sources: [{secret: overrides, optional: true}]</example>
    public bool Optional { get; init; }

    /// <summary>A token of the pods' ServiceAccount for another system. The kubelet renews it.</summary>
    /// <value>none</value>
    /// <remarks>
    /// The source's <c>serviceAccountToken</c>. It does not need <c>serviceAccount.token</c>, which is for the Kubernetes API.
    /// </remarks>
    /// <example>sources: [{serviceAccountToken: {audience: vault, expiration: 1h}}]</example>
    public TokenSourceSettings? ServiceAccountToken { get; init; }

    /// <summary>Fields of the pod as files, by their relative paths.</summary>
    /// <value>none</value>
    /// <remarks>The source's <c>downwardAPI</c>.</remarks>
    /// <example>sources: [{downwardAPI: {labels: metadata.labels, cpus: {resource: limits.cpu}}}]</example>
    public IReadOnlyDictionary<string, PodFieldSettings> DownwardAPI { get; init; } = ImmutableDictionary<string, PodFieldSettings>.Empty;
}

/// <summary>A token of a ServiceAccount.</summary>
internal sealed record TokenSourceSettings
{
    /// <summary>The relative path of the file in the volume.</summary>
    /// <value>token</value>
    /// <remarks>The <c>path</c> of the source.</remarks>
    /// <example>serviceAccountToken: {path: vault-token}</example>
    public string Path { get; init; } = "token";

    /// <summary>The system that accepts the token.</summary>
    /// <value>the Kubernetes API</value>
    /// <remarks>The <c>audience</c> of the source.</remarks>
    /// <example>serviceAccountToken: {audience: vault}</example>
    public string? Audience { get; init; }

    /// <summary>How long a token is valid, at least 10 minutes. The kubelet renews it at 80 per cent of that time.</summary>
    /// <value>1h</value>
    /// <remarks>The <c>expirationSeconds</c> of the source.</remarks>
    /// <example>serviceAccountToken: {expiration: 2h}</example>
    public TimeSpan? Expiration { get; init; }
}

/// <summary>A field of the pod, or a resource of one of its containers, as a file.</summary>
[ShortForm(nameof(Field))]
internal sealed record PodFieldSettings
{
    /// <summary>
    /// A field of the pod: <c>metadata.name</c>, <c>metadata.namespace</c>, <c>metadata.uid</c>, <c>metadata.labels</c> or
    /// <c>metadata.annotations</c>, or one of them as <c>metadata.labels['&lt;key&gt;']</c>.
    /// </summary>
    /// <value>none; required without <c>resource</c></value>
    /// <remarks>The <c>fieldRef</c> of the item.</remarks>
    /// <example>downwardAPI: {labels: metadata.labels}</example>
    public string? Field { get; init; }

    /// <summary>
    /// A resource of a container: <c>limits</c> or <c>requests</c> of <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c> or
    /// <c>hugepages-&lt;size&gt;</c>.
    /// </summary>
    /// <value>none</value>
    /// <remarks>The <c>resourceFieldRef</c> of the item.</remarks>
    /// <example>downwardAPI: {memory: {resource: limits.memory, divisor: 1Mi}}</example>
    public string? Resource { get; init; }

    /// <summary>The container of <c>resource</c>: the service's name, or that of a sidecar or init container.</summary>
    /// <value>the service's own</value>
    /// <remarks>The <c>containerName</c> of the <c>resourceFieldRef</c>.</remarks>
    /// <example>downwardAPI: {memory: {resource: limits.memory, container: proxy}}</example>
    public string? Container { get; init; }

    /// <summary>The unit of <c>resource</c>: 1 or 1m for CPU; 1, 1k, 1M, 1G, 1Ki, 1Mi, 1Gi and so on for bytes.</summary>
    /// <value>1: cores, rounded up, or bytes</value>
    /// <remarks>The <c>divisor</c> of the <c>resourceFieldRef</c>.</remarks>
    /// <example>downwardAPI: {memory: {resource: limits.memory, divisor: 1Mi}}</example>
    public Quantity? Divisor { get; init; }

    /// <summary>The permissions of the file, as in <c>chmod</c>.</summary>
    /// <value>those of the volume</value>
    /// <remarks>The <c>mode</c> of the item.</remarks>
    /// <example>downwardAPI: {labels: {field: metadata.labels, mode: "0444"}}</example>
    public FilePermissions? Mode { get; init; }
}
