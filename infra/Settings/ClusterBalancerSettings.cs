using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Settings;

/// <summary>The load balancer in front of a cluster's servers.</summary>
[ShortForm(nameof(Kind))]
internal sealed record ClusterBalancerSettings
{
    /// <summary>The kind of load balancer.</summary>
    /// <value>haproxy</value>
    /// <remarks>A container with HAProxy, or none.</remarks>
    /// <example>loadBalancer: none</example>
    public ClusterBalancerKind Kind { get; init; } = ClusterBalancerKind.Haproxy;

    /// <summary>
    /// The address of its ports. 0.0.0.0 is every address of the machine; the API is then called by the first of <c>tlsNames</c>.
    /// </summary>
    /// <value>127.0.0.1</value>
    /// <remarks>The address of the container's ports, and of the server in the kubeconfig.</remarks>
    /// <example>loadBalancer: {address: 10.0.0.5}</example>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port of the API. Without a load balancer, that of the first server on the local engine.</summary>
    /// <value>6443</value>
    /// <remarks>A port of the container, and of the server in the kubeconfig.</remarks>
    /// <example>loadBalancer: {port: 16443}</example>
    [Range(1, 65535)]
    public int Port { get; init; } = 6443;

    /// <summary>The port for HTTP, which leads to port 80 of all nodes.</summary>
    /// <value>none: not published</value>
    /// <remarks>A port of the container. K3s' servicelb or an ingress controller answers on the nodes.</remarks>
    /// <example>loadBalancer: {http: 80, https: 443}</example>
    [Range(1, 65535)]
    public int? Http { get; init; }

    /// <summary>The port for HTTPS, which leads to port 443 of all nodes.</summary>
    /// <value>none: not published</value>
    /// <remarks>A port of the container.</remarks>
    /// <example>loadBalancer: {http: 80, https: 443}</example>
    [Range(1, 65535)]
    public int? Https { get; init; }

    /// <summary>The Docker engine that it runs on, if the cluster has <c>hosts</c>.</summary>
    /// <value>the local one</value>
    /// <remarks>The <c>host</c> of a Docker provider.</remarks>
    /// <example>loadBalancer: {engine: "ssh://root@10.0.0.5", address: 10.0.0.5}</example>
    public string? Engine { get; init; }

    /// <summary>The image with HAProxy.</summary>
    /// <value><c>docker.io/library/haproxy:3.0</c></value>
    /// <remarks>The container's image, from the cluster's <c>registry</c> if it has one.</remarks>
    /// <example>loadBalancer: {image: "docker.io/library/haproxy:3.0.7"}</example>
    public ImageReference Image { get; init; } = ImageReference.Parse("docker.io/library/haproxy:3.0");
}

/// <summary>Kinds of load balancers in front of servers.</summary>
internal enum ClusterBalancerKind
{
    /// <summary>HAProxy in a container.</summary>
    Haproxy,

    /// <summary>None: the API is called at the first server.</summary>
    None,
}
