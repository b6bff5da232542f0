using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>A container image: a reference, and parts that override those of the reference.</summary>
[ShortForm(nameof(Reference))]
internal sealed record ImageSettings
{
    /// <summary>The image as <c>docker pull</c> takes it.</summary>
    /// <value>**required** without <c>build</c></value>
    /// <remarks>The container's <c>image</c>.</remarks>
    /// <example>image: ghcr.io/example/catalog:1.4.2</example>
    public ImageReference? Reference { get; init; }

    /// <summary>The sources from which an update builds the image, instead of a reference. Only images of services have it.</summary>
    /// <value>none: the image is pulled by its reference</value>
    /// <remarks>An image in the registry, and the container's <c>image</c> with its digest.</remarks>
    /// <example>image: {build: ./src/Catalog}</example>
    public BuildSettings? Build { get; init; }

    /// <summary>The registry, instead of the reference's; with <c>build</c>, the one that the image is pushed to.</summary>
    /// <value>the stack's <c>images.registry</c>, or the reference's; with <c>build</c>, <c>images.builds.registry</c> first</value>
    /// <remarks>The first part of the container's <c>image</c>.</remarks>
    /// <example>image: {registry: "registry.example.com:5000"}</example>
    public string? Registry { get; init; }

    /// <summary>The tag, instead of the reference's; with <c>build</c>, the one that the image is pushed with.</summary>
    /// <value>the reference's; with <c>build</c>, the stack's name</value>
    /// <remarks>
    /// The container's <c>image</c>, and the label <c>app.kubernetes.io/version</c> of the pods. An image that is built is deployed by its
    /// digest and has no such label.
    /// </remarks>
    /// <example>image: {tag: "1.5.0-rc.1"}</example>
    public string? Tag { get; init; }

    /// <summary>The digest, which pins the content of the image.</summary>
    /// <value>the reference's</value>
    /// <remarks>The container's <c>image</c>.</remarks>
    /// <example>image: {digest: "sha256:9b1c…"}</example>
    public string? Digest { get; init; }

    /// <summary>When a node pulls the image.</summary>
    /// <value>ifNotPresent; always for the tag <c>latest</c></value>
    /// <remarks>The container's <c>imagePullPolicy</c>.</remarks>
    /// <example>image: {pullPolicy: always}</example>
    public PullPolicy? PullPolicy { get; init; }

    /// <summary>Applies the overrides and the stack's defaults. Another tag removes the reference's digest.</summary>
    public ImageReference Resolve(ImageDefaults defaults)
    {
        var image = Reference ?? throw new InvalidOperationException("An image without a reference passed the checks.");
        image = Tag is null ? image : image with { Tag = Tag, Digest = null };
        image = Digest is null ? image : image with { Digest = Digest };
        return (Registry ?? defaults.Registry) is { } registry ? image.WithRegistry(registry) : image;
    }
}

/// <summary>When a node pulls an image.</summary>
internal enum PullPolicy
{
    /// <summary>Before each start of a container.</summary>
    Always,

    /// <summary>If the node does not have the image.</summary>
    IfNotPresent,

    /// <summary>Never: the image must already be on the node.</summary>
    Never,
}

/// <summary>Defaults for all images of the stack.</summary>
internal sealed record ImageDefaults
{
    /// <summary>The registry of all images, such as a mirror in a closed network.</summary>
    /// <value>the registry of each reference</value>
    /// <remarks>The first part of every container's <c>image</c>.</remarks>
    /// <example>images: {registry: mirror.example.com}</example>
    public string? Registry { get; init; }

    /// <summary>The registry that images with <c>build</c> are pushed to.</summary>
    /// <value>the stack's <c>images.registry</c></value>
    /// <remarks>The names of the images that are built. Clusters pull them from there.</remarks>
    /// <example>images: {builds: ghcr.io/example}</example>
    public BuildRegistrySettings? Builds { get; init; }

    /// <summary>The names of Secrets in the namespace with credentials for registries.</summary>
    /// <value>none</value>
    /// <remarks>The <c>imagePullSecrets</c> of every pod.</remarks>
    /// <example>images: {pullSecrets: [registry-credentials]}</example>
    public ImmutableArray<string> PullSecrets { get; init; } = [];

    /// <summary>
    /// The image with kubectl as its entry point, for scheduled minimums (<c>scaling.schedule</c>). It may be one minor version older or
    /// newer than the cluster.
    /// </summary>
    /// <value><c>registry.k8s.io/kubectl:v1.36.1</c></value>
    /// <remarks>The <c>image</c> of the CronJobs' container.</remarks>
    /// <example>images: {kubectl: "registry.k8s.io/kubectl:v1.35.4"}</example>
    public ImageSettings Kubectl { get; init; } = new() { Reference = ImageReference.Parse("registry.k8s.io/kubectl:v1.36.1") };
}

/// <summary>An init container or sidecar, with the environment of the service.</summary>
internal sealed partial record ContainerSettings
{
    /// <summary>The container image.</summary>
    /// <remarks>The container's <c>image</c>.</remarks>
    /// <example>init: {migrate: {image: "shop/orders:2.0.5"}}</example>
    public required ImageSettings Image { get; init; }

    /// <summary>The command to run.</summary>
    /// <value>the image's entry point</value>
    /// <remarks>The container's <c>command</c>.</remarks>
    /// <example>init: {migrate: {image: "shop/orders:2.0.5", command: [/app/migrate]}}</example>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>The arguments of the command.</summary>
    /// <value>the image's</value>
    /// <remarks>The container's <c>args</c>.</remarks>
    /// <example>sidecars: {proxy: {image: "envoyproxy/envoy:v1.33.0", args: [--log-level, warn]}}</example>
    public ImmutableArray<string> Args { get; init; } = [];

    /// <summary>Environment variables of this container, added to those of the service or overriding them.</summary>
    /// <value>none</value>
    /// <remarks>The container's <c>env</c>. Encrypted values are in a Secret that only the containers with such values refer to.</remarks>
    /// <example>env: {LOG_LEVEL: debug}</example>
    public IReadOnlyDictionary<string, EnvironmentSettings> Env { get; init; } = ImmutableDictionary<string, EnvironmentSettings>.Empty;

    /// <summary>
    /// Existing Secrets and ConfigMaps of the namespace, each of whose keys becomes an environment variable of this container, added to
    /// those of the service or overriding them.
    /// </summary>
    /// <value>none</value>
    /// <remarks>The container's <c>envFrom</c>.</remarks>
    /// <example>sidecars: {agent: {image: "example/agent:3.1", envFrom: [{secret: agent-keys}]}}</example>
    public ImmutableArray<EnvironmentSourceSettings> EnvFrom { get; init; } = [];

    /// <summary>A port of this container. With <c>service</c>, the Service has it too.</summary>
    /// <value>none</value>
    /// <remarks>The container's <c>containerPort</c>.</remarks>
    /// <example>sidecars: {proxy: {image: "envoyproxy/envoy:v1.33.0", port: 9901}}</example>
    public PortSettings? Port { get; init; }

    /// <summary>Several ports of this container, by name. With <c>service</c>, the Service has them too.</summary>
    /// <value>the single <c>port</c></value>
    /// <remarks>The container's <c>ports</c>.</remarks>
    /// <example>sidecars: {flags-ui: {image: "shop/flags-ui:1.0", ports: {ui: {container: 4000, service: 4000}}}}</example>
    public IReadOnlyDictionary<string, PortSettings> Ports { get; init; } = ImmutableDictionary<string, PortSettings>.Empty;

    /// <summary>Where this container mounts volumes of the service, instead of the paths of the volumes themselves.</summary>
    /// <value>the paths of the volumes</value>
    /// <remarks>The container's <c>volumeMounts</c>.</remarks>
    /// <example>sidecars: {logs: {image: "shop/logs:1.0", mounts: {data: {path: /data, subPath: logs, readOnly: true}}}}</example>
    public IReadOnlyDictionary<string, VolumeMountSettings> Mounts { get; init; } = ImmutableDictionary<string, VolumeMountSettings>.Empty;

    /// <summary>The probes of a sidecar. Init containers have none.</summary>
    /// <value>none</value>
    /// <remarks>
    /// Startup, readiness and liveness probes of the container, as for a service. The next container starts once the startup probe
    /// succeeds, and the pod is ready only while the readiness probe succeeds.
    /// </remarks>
    /// <example>sidecars: {proxy: {image: "envoyproxy/envoy:v1.33.0", port: 9901, health: {path: /ready}}}</example>
    public HealthSettings? Health { get; init; }

    /// <summary>Its requests and limits.</summary>
    /// <value>the size <c>small</c></value>
    /// <remarks>The container's <c>resources</c>.</remarks>
    /// <example>sidecars: {proxy: {image: "envoyproxy/envoy:v1.33.0", resources: medium}}</example>
    public ResourceSettings Resources { get; init; } = new();

    /// <summary>Its user and privileges.</summary>
    /// <value>the service's user and profiles, without its capabilities and privileges</value>
    /// <remarks>The container's <c>securityContext</c>.</remarks>
    /// <example>init: {own: {image: "busybox:1.37", command: [chown, "1000", /data], security: {user: 0}}}</example>
    public ContainerSecuritySettings Security { get; init; } = new();
}
