using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>How a service receives requests.</summary>
/// <param name="Port">The port of its container.</param>
/// <param name="Settings">Its settings, with the exposure resolved.</param>
internal sealed record ServiceTraffic(int Port, TrafficSettings Settings)
{
    /// <summary>How long a client keeps its pod where <c>stickyFor</c> is not set: Kubernetes' default.</summary>
    public static readonly TimeSpan DefaultStickiness = TimeSpan.FromHours(3);

    /// <summary>The port of its Service.</summary>
    public int PublicPort { get; init; } = Port;

    /// <summary>A further port of the container that only the stack's Prometheus may reach; null if there is none.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>Whether its pods must see the clients' addresses instead of the nodes'.</summary>
    public bool KeepsClientAddresses { get; init; }

    /// <summary>Whether HAProxy sends requests to its pods directly.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>The versions that share its requests, the stable one first; empty if it has no other versions.</summary>
    public ImmutableArray<WeightedVersion> Versions { get; init; } = [];

    public Protocol Protocol => Settings.Protocol;

    /// <summary>Whether a gateway outside the namespace sends requests to it.</summary>
    public bool IsReachedByGateway { get; init; }

    public Exposure Expose => Settings.Expose ?? Exposure.ClusterIp;

    /// <summary>Whether it must accept connections from any address.</summary>
    public bool IsPublic => IsReachedByGateway || Expose is Exposure.NodePort or Exposure.LoadBalancer;

    /// <summary>The name of the port in the container, the Service and the probes.</summary>
    public string PortName => Protocol.Scheme();
}

/// <summary>The address of a Service in the same namespace.</summary>
internal sealed record ServiceAddress(string Name, string Namespace, int Port, Protocol Protocol)
{
    public string Url => $"{Protocol.Scheme()}://{Name}.{Namespace}.svc:{Port}";
}

internal static class ProtocolExtensions
{
    /// <summary>The URL scheme of a protocol, which also names ports.</summary>
    public static string Scheme(this Protocol protocol) =>
        protocol switch
        {
            Protocol.Grpc => "grpc",
            Protocol.Tcp => "tcp",
            _ => "http",
        };
}
