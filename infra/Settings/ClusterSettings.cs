using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>A target cluster.</summary>
internal partial record ClusterSettings
{
    /// <summary>The DNS domain of a cluster that was set up without another.</summary>
    internal const string DefaultDomain = "cluster.local";

    /// <summary>The kind of cluster.</summary>
    /// <remarks>Where the Provider's kubeconfig comes from.</remarks>
    /// <example>kind: existing</example>
    public required ClusterKind Kind { get; init; }

    /// <summary>The name of the simulated cluster. Stacks with the same name share a cluster.</summary>
    /// <value>the stack's name; <c>&lt;stack&gt;-&lt;cluster&gt;</c> for one of several</value>
    /// <remarks>The simulated cluster the Provider uses.</remarks>
    /// <example>cluster: {kind: simulated, name: shared}</example>
    public string? Name { get; init; }

    /// <summary>The path of a kubeconfig file, relative to the project.</summary>
    /// <value>for an existing cluster, <c>KUBECONFIG</c> and then <c>~/.kube/config</c></value>
    /// <remarks>The Provider's <c>kubeconfig</c>, by its path.</remarks>
    /// <example>cluster: {kind: existing, kubeconfig: clusters/prod.yaml}</example>
    public string? Kubeconfig { get; init; }

    /// <summary>The context in the kubeconfig.</summary>
    /// <value>the kubeconfig's current context</value>
    /// <remarks>The Provider's <c>context</c>.</remarks>
    /// <example>cluster: {kind: existing, context: prod}</example>
    public string? Context { get; init; }

    /// <summary>The DNS domain of the cluster's Services.</summary>
    /// <value>cluster.local</value>
    /// <remarks>
    /// HAProxy finds pods by names under <c>svc.&lt;clusterDomain&gt;</c>, because its resolver applies no search domains.
    /// </remarks>
    /// <example>cluster: {kind: existing, clusterDomain: k8s.example.com}</example>
    public string ClusterDomain { get; init; } = DefaultDomain;

    /// <summary>
    /// The storage classes of the cluster. If they are listed, volumes may use no others than these and those of <c>addons</c>.
    /// </summary>
    /// <value>unknown: any class may be used</value>
    /// <remarks>Nothing: storage classes are created by the cluster's administrators, or by <c>addons</c>.</remarks>
    /// <example>storageClasses: [standard, fast-ssd]</example>
    public ImmutableArray<string> StorageClasses { get; init; } = [];

    /// <summary>
    /// The cluster's node pools by name. A simulated cluster has them beside the nodes that it starts with; its pool <c>default</c> is
    /// those, and its count replaces their number.
    /// </summary>
    /// <value>none: a simulated cluster has the nodes that it started with</value>
    /// <remarks>
    /// For a simulated cluster, a ConfigMap in <c>kube-system</c> for each, from which it creates, replaces and removes Nodes. For
    /// <c>k3s</c>, a container for each node. Nothing for an existing cluster: they are there for its rehearsals, which are the same
    /// settings with <c>kind: simulated</c>.
    /// </remarks>
    /// <example>cluster: {kind: simulated, pools: {default: 0, spot: {count: 5, zones: [a, b]}}}</example>
    [Names]
    public IReadOnlyDictionary<string, NodePoolSettings> Pools { get; init; } = ImmutableDictionary<string, NodePoolSettings>.Empty;

    /// <summary>What the stack deploys to the cluster before its own objects: metrics-server, controllers, a driver of volumes.</summary>
    /// <value>none: the cluster has what the stack needs</value>
    /// <remarks>The objects of the manifests of each. The stack's namespace waits until they are ready.</remarks>
    /// <example>cluster: {kind: existing, addons: {metricsServer: {version: v0.8.0, manifests: addons/metrics-server}}}</example>
    public AddonsSettings Addons { get; init; } = new();
}

/// <summary>One of several target clusters of a stack.</summary>
internal sealed record MemberClusterSettings : ClusterSettings
{
    /// <summary>The region of the cluster, for DNS services that route by location.</summary>
    /// <remarks>The <c>region</c> in the stack's output <c>dns</c>.</remarks>
    /// <example>region: eu-central-1</example>
    public required string Region { get; init; }

    /// <summary>
    /// Its share of the requests from outside, relative to the other clusters with the service. With 0 it receives none but stays ready.
    /// </summary>
    /// <value>1</value>
    /// <remarks>The <c>weight</c> in the stack's output <c>dns</c>.</remarks>
    /// <example>weight: 2</example>
    [Range(0, 1000)]
    public int Weight { get; init; } = 1;
}

/// <summary>Kinds of clusters.</summary>
internal enum ClusterKind
{
    /// <summary>The in-memory cluster that <c>infra cluster start</c> runs on this machine.</summary>
    Simulated,

    /// <summary>A cluster that a kubeconfig leads to.</summary>
    Existing,

    /// <summary>A cluster that the stack itself creates: K3s in containers of Docker engines.</summary>
    K3s,
}
