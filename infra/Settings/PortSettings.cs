using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>A port of a container and, for the ports that others use, of the Service in front of it.</summary>
[ShortForm(nameof(Container), KeepsPath = true)]
internal sealed record PortSettings
{
    /// <summary>The port the container listens on.</summary>
    /// <remarks>The container's <c>containerPort</c>, the Service's <c>targetPort</c>, and the port of the network policies.</remarks>
    /// <example>ports: {http: {container: 8080}}</example>
    [Range(1, 65535)]
    public required int Container { get; init; }

    /// <summary>The port of the Service, which callers use.</summary>
    /// <value>the container's port; for a sidecar none: the Service does not have this port</value>
    /// <remarks>
    /// The Service's <c>port</c>. It must be different from the Service's other ports of the same transport (TCP, UDP, SCTP).
    /// </remarks>
    /// <example>ports: {http: {container: 8080, service: 80}}</example>
    [Range(1, 65535)]
    public int? Service { get; init; }

    /// <summary>The protocol of the port.</summary>
    /// <value><c>traffic.protocol</c>; for a sidecar http</value>
    /// <remarks>
    /// The <c>protocol</c> of the container's and the Service's port, the Service's <c>appProtocol</c>, the mechanism of the probes, and
    /// the scheme of the URL in callers' environments.
    /// </remarks>
    /// <example>ports: {dns: {container: 5353, service: 53, protocol: udp}}</example>
    public Protocol? Protocol { get; init; }

    /// <summary>The port on every node, from 30000 to 32767 (Kubernetes' default range).</summary>
    /// <value>chosen by the cluster</value>
    /// <remarks>The Service's <c>nodePort</c>, with <c>traffic.expose: nodePort</c> or <c>loadBalancer</c>.</remarks>
    /// <example>port: {container: 8079, service: 80, nodePort: 30001}</example>
    [Range(30000, 32767)]
    public int? NodePort { get; init; }

    /// <summary>The name of a single port. In <c>ports</c> the key is the name.</summary>
    /// <value>the scheme of its protocol: http, grpc, tcp, udp or sctp; for a sidecar none</value>
    /// <remarks>
    /// The <c>name</c> of the container's and the Service's port: at most 15 lower-case letters, digits and inner dashes, with at least one
    /// letter.
    /// </remarks>
    /// <example>port: {container: 8080, name: web}</example>
    public string? Name { get; init; }
}

/// <summary>Protocols of a port.</summary>
internal enum Protocol
{
    /// <summary>HTTP/1.1.</summary>
    Http,

    /// <summary>HTTP/2 without TLS.</summary>
    Http2,

    /// <summary>gRPC. Probes use the gRPC health protocol.</summary>
    Grpc,

    /// <summary>Any protocol over TCP. Probes check only that the port is open.</summary>
    Tcp,

    /// <summary>Any protocol over UDP. Probes need a command or another port.</summary>
    Udp,

    /// <summary>Any protocol over SCTP. Probes need a command or another port.</summary>
    Sctp,
}

internal static class ProtocolExtensions
{
    /// <summary>The URL scheme of a protocol, which also names ports.</summary>
    public static string Scheme(this Protocol protocol) =>
        protocol switch
        {
            Protocol.Grpc => "grpc",
            Protocol.Tcp => "tcp",
            Protocol.Udp => "udp",
            Protocol.Sctp => "sctp",
            _ => "http",
        };

    /// <summary>The transport protocol in Kubernetes' words: TCP, UDP or SCTP.</summary>
    public static string Transport(this Protocol protocol) =>
        protocol switch
        {
            Protocol.Udp => "UDP",
            Protocol.Sctp => "SCTP",
            _ => "TCP",
        };

    /// <summary>Whether a protocol has requests with a host, by which a load balancer can route them.</summary>
    public static bool IsRoutable(this Protocol protocol) => protocol is Protocol.Http or Protocol.Http2 or Protocol.Grpc;

    /// <summary>Whether Kubernetes can probe a port of this protocol.</summary>
    public static bool IsProbeable(this Protocol protocol) => protocol is not (Protocol.Udp or Protocol.Sctp);
}
