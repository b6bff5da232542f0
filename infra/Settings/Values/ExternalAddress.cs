using System.Globalization;
using System.Net;

namespace Infra.Backend.Settings.Values;

/// <summary>A peer outside the cluster: a host name or a range of addresses (CIDR), and a TCP port.</summary>
/// <param name="Host">As written: a DNS name, an IP address or a CIDR range.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="Range">The addresses meant, where they are known: NetworkPolicies know addresses, not names.</param>
internal sealed record ExternalAddress(string Host, int Port, IPNetwork? Range)
{
    public static bool TryParse(string text, out ExternalAddress? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0
            || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535)
        {
            return false;
        }

        var host = text[..colon].Trim('[', ']');
        var range = RangeOf(host);
        if (range is null && (host.Contains('/', StringComparison.Ordinal) || Uri.CheckHostName(host) != UriHostNameType.Dns))
        {
            return false;
        }

        address = new ExternalAddress(host, port, range);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    private static IPNetwork? RangeOf(string host)
    {
        if (IPNetwork.TryParse(host, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(host, out var single) ? new IPNetwork(single, single.GetAddressBytes().Length * 8) : null;
    }
}
