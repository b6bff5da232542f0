using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <content>The settings of a cluster that the stack creates.</content>
internal partial record ClusterSettings
{
    /// <summary>The release of K3s, with <c>kind: k3s</c>. An upgrade goes to the next minor version, not further.</summary>
    /// <value>**required** with <c>kind: k3s</c></value>
    /// <remarks>The tag of the nodes' image. Another one replaces the containers of servers one by one, then those of agents.</remarks>
    /// <example>cluster: {kind: k3s, version: v1.36.2-k3s1}</example>
    public K3sVersion? Version { get; init; }

    /// <summary>The number of servers, which run the control plane and etcd: an odd number.</summary>
    /// <value>1</value>
    /// <remarks>A container for each. With three, the cluster survives the loss of one.</remarks>
    /// <example>cluster: {kind: k3s, version: v1.36.2-k3s1, servers: 3}</example>
    [Range(1, 7)]
    public int Servers { get; init; } = 1;

    /// <summary>
    /// The machines of the nodes, one node each: those without a pool run the servers first, then the nodes of the
    /// pools in the order of their names.
    /// </summary>
    /// <value>none: all nodes run on the local Docker engine</value>
    /// <remarks>A Docker provider for each, and a container in the network of the host.</remarks>
    /// <example>hosts: ["ssh://root@10.0.0.11", "ssh://root@10.0.0.12"]</example>
    public ImmutableArray<ClusterHostSettings> Hosts { get; init; } = [];

    /// <summary>What may become of the data of a removed node, and of the cluster's: etcd, and volumes of pods.</summary>
    /// <value>retained</value>
    /// <remarks>Pulumi's option <c>protect</c> or <c>retainOnDelete</c> on the nodes' volumes <c>…-k3s</c> and <c>…-identity</c>.</remarks>
    /// <example>cluster: {kind: k3s, version: v1.36.2-k3s1, data: disposable}</example>
    public StoreData Data { get; init; } = StoreData.Retained;

    /// <summary>The registry from which the nodes pull all images.</summary>
    /// <value>the registry of each image</value>
    /// <remarks>The nodes' <c>/etc/rancher/k3s/registries.yaml</c>, and the first part of the containers' images.</remarks>
    /// <example>cluster: {kind: k3s, version: v1.36.2-k3s1, registry: "mirror.example.com:5000"}</example>
    public ClusterRegistrySettings? Registry { get; init; }

    /// <summary>What is in front of the servers.</summary>
    /// <value>haproxy, on port 6443 of 127.0.0.1</value>
    /// <remarks>A container with HAProxy, and the server's address in the kubeconfig.</remarks>
    /// <example>cluster: {kind: k3s, version: v1.36.2-k3s1, loadBalancer: {address: 10.0.0.5, port: 6443}}</example>
    public ClusterBalancerSettings LoadBalancer { get; init; } = new();

    /// <summary>The addresses of the containers on the local engine. The lower half is for servers and the load balancer.</summary>
    /// <value>10.44.0.0/16</value>
    /// <remarks>The subnet of a Docker network. Two clusters on one engine need different ones.</remarks>
    /// <example>cluster: {kind: k3s, version: v1.36.2-k3s1, subnet: 10.45.0.0/24}</example>
    public string Subnet { get; init; } = "10.44.0.0/16";

    /// <summary>Components of K3s that the cluster does without: traefik, servicelb, metrics-server, local-storage or coredns.</summary>
    /// <value>none</value>
    /// <remarks><c>disable</c> in the servers' <c>/etc/rancher/k3s/config.yaml</c>.</remarks>
    /// <example>disable: [traefik, servicelb]</example>
    public ImmutableArray<string> Disable { get; init; } = [];

    /// <summary>Further names and addresses by which the API is called.</summary>
    /// <value>none: those of the servers and the load balancer</value>
    /// <remarks><c>tls-san</c> in the servers' <c>/etc/rancher/k3s/config.yaml</c>.</remarks>
    /// <example>tlsNames: [k8s.example.com]</example>
    public ImmutableArray<string> TlsNames { get; init; } = [];

    /// <summary>Whether the nodes' containers are privileged, which K3s needs unless <c>runtime</c> isolates them by itself.</summary>
    /// <value>true</value>
    /// <remarks><c>privileged</c> and limits of files and processes of the nodes' containers.</remarks>
    /// <example>cluster: {kind: k3s, version: v1.36.2-k3s1, privileged: false, runtime: sysbox-runc}</example>
    public bool Privileged { get; init; } = true;

    /// <summary>The runtime of the nodes' containers.</summary>
    /// <value>the engine's default</value>
    /// <remarks><c>runtime</c> of the nodes' containers.</remarks>
    /// <example>runtime: sysbox-runc</example>
    public string? Runtime { get; init; }

    /// <summary>The cluster's own certificate authorities, tokens and administrator, which <c>infra cluster init</c> writes.</summary>
    /// <value>**required** with <c>kind: k3s</c></value>
    /// <remarks>Files in the servers' <c>/var/lib/rancher/k3s/server/tls</c>, tokens on all nodes, and the Provider's kubeconfig.</remarks>
    /// <example>credentials: {token: "&lt;token&gt;"}</example>
    public ClusterCredentialSettings? Credentials { get; init; }
}
