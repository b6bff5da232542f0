using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings;

/// <summary>Where a stack lands.</summary>
internal record ClusterSettings
{
    /// <summary>The DNS domain of a cluster that was set up without another.</summary>
    internal const string DefaultDomain = "cluster.local";

    /// <summary>What kind of cluster it is.</summary>
    /// <remarks>Whether the Provider is led to a cluster of this machine or to one of a kubeconfig.</remarks>
    /// <example>kind: existing</example>
    public required ClusterKind Kind { get; init; }

    /// <summary>The simulated cluster's name, for stacks that share one.</summary>
    /// <value>the stack's name; <c>&lt;stack&gt;-&lt;cluster&gt;</c> for one of several</value>
    /// <remarks>Which simulated cluster the Provider is led to.</remarks>
    /// <example>cluster: {kind: simulated, name: shared}</example>
    public string? Name { get; init; }

    /// <summary>The path of a kubeconfig file, relative to the project.</summary>
    /// <value>for an existing cluster, <c>KUBECONFIG</c> and then <c>~/.kube/config</c></value>
    /// <remarks>The Provider's <c>kubeconfig</c>, by its path.</remarks>
    /// <example>cluster: {kind: existing, kubeconfig: clusters/prod.yaml}</example>
    public string? Kubeconfig { get; init; }

    /// <summary>The context in that kubeconfig.</summary>
    /// <value>the kubeconfig's current context</value>
    /// <remarks>The Provider's <c>context</c>.</remarks>
    /// <example>cluster: {kind: existing, context: prod}</example>
    public string? Context { get; init; }

    /// <summary>The DNS domain of the cluster's Services, where it is not Kubernetes' default.</summary>
    /// <value>cluster.local</value>
    /// <remarks>
    /// HAProxy finds pods by names under <c>svc.&lt;clusterDomain&gt;</c>, because its resolver applies no search domains.
    /// </remarks>
    /// <example>cluster: {kind: existing, clusterDomain: k8s.example.com}</example>
    public string ClusterDomain { get; init; } = DefaultDomain;

    /// <summary>The storage classes the cluster has. Where they are named, volumes may ask for these and no others.</summary>
    /// <value>unknown: any class is asked for as it is written</value>
    /// <remarks>Nothing is created: a class and its parameters belong to the cluster's storage driver.</remarks>
    /// <example>storageClasses: [standard, fast-ssd]</example>
    public ImmutableArray<string> StorageClasses { get; init; } = [];
}

/// <summary>One of several clusters a stack lands on.</summary>
internal sealed record MemberClusterSettings : ClusterSettings
{
    /// <summary>The region it stands in, for whoever answers by the asker's place.</summary>
    /// <remarks>Nothing in the cluster: the <c>region</c> in the output <c>dns</c>.</remarks>
    /// <example>region: eu-central-1</example>
    public required string Region { get; init; }

    /// <summary>
    /// Its share of the requests from outside, relative to the other clusters that have the service; 0 keeps it ready without any.
    /// </summary>
    /// <value>1</value>
    /// <remarks>Nothing in the cluster: the <c>weight</c> in the output <c>dns</c>.</remarks>
    /// <example>weight: 2</example>
    [Range(0, 1000)]
    public int Weight { get; init; } = 1;
}

/// <summary>Kinds of clusters.</summary>
internal enum ClusterKind
{
    /// <summary>The cluster in memory that <c>infra cluster start</c> runs on this machine.</summary>
    Simulated,

    /// <summary>Any cluster a kubeconfig reaches.</summary>
    Existing,
}
