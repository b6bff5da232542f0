using System.Globalization;
using System.Net;

namespace Infra.Backend.Settings.Values;

/// <summary>An address outside the cluster: a host name or CIDR range, and a TCP port.</summary>
/// <param name="Host">The DNS name, IP address or CIDR range as written.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="Range">The range of addresses; null for a DNS name.</param>
internal sealed record ExternalAddress(string Host, int Port, IPNetwork? Range)
{
    /// <summary>Creates the address of a port of a host or CIDR range that is known to be valid.</summary>
    public static ExternalAddress Parse(string host, int port) =>
        TryParse(string.Create(CultureInfo.InvariantCulture, $"{host}:{port}"), out var address)
            ? address!
            : throw new FormatException($"'{host}' is neither a host nor a CIDR range.");

    public static bool TryParse(string text, out ExternalAddress? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (
            colon <= 0
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535
        )
        {
            return false;
        }

        var host = text[..colon].Trim('[', ']');
        var range = ParseRange(host);
        if (range is null && (host.Contains('/', StringComparison.Ordinal) || Uri.CheckHostName(host) != UriHostNameType.Dns))
        {
            return false;
        }

        address = new ExternalAddress(host, port, range);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    private static IPNetwork? ParseRange(string host)
    {
        if (IPNetwork.TryParse(host, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(host, out var single) ? new IPNetwork(single, single.GetAddressBytes().Length * 8) : null;
    }
}
