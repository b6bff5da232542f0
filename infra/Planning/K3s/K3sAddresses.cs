using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.K3s;

/// <summary>Addresses of machines and of the API.</summary>
internal static class K3sAddresses
{
    private const string Loopback = "127.0.0.1";

    /// <summary>The address by which other nodes reach a host; null if its engine's address has none.</summary>
    public static string? Of(ClusterHostSettings host) =>
        host.Address ?? (Uri.TryCreate(host.Engine, UriKind.Absolute, out var engine) && engine.Host.Length > 0 ? engine.IdnHost : null);

    /// <summary>Whether an address stands for all addresses of a machine, to which no client can connect.</summary>
    public static bool IsAny(string address) =>
        IPAddress.TryParse(address, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));

    /// <summary>Whether an address leads to the machine itself.</summary>
    public static bool IsLoopback(string address) =>
        address == "localhost" || (IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Whether a text is an IP address or a DNS name.</summary>
    public static bool IsHost(string text) =>
        Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6;

    /// <summary>An address as it is written before a port.</summary>
    public static string InUrl(string address) =>
        IPAddress.TryParse(address, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address;

    public static string Url(string address, int port) => string.Create(CultureInfo.InvariantCulture, $"https://{InUrl(address)}:{port}");

    /// <summary>The name or address by which the API is called where the balancer or the first server listens on an address.</summary>
    public static string Reachable(ClusterSettings settings) =>
        !IsAny(settings.LoadBalancer.Address) ? settings.LoadBalancer.Address
        : settings.TlsNames is [var name, ..] ? name
        : Loopback;
}
