using System.Net;
using System.Net.Sockets;

namespace Infra.Backend.Checks;

/// <summary>IP addresses as Kubernetes accepts them.</summary>
internal static class AddressText
{
    /// <summary>
    /// Parses an address, or returns null for notations that .NET accepts and Kubernetes does not: IPv4 addresses with leading zeros or
    /// fewer than four numbers, and IPv6 addresses with a zone or in brackets.
    /// </summary>
    public static IPAddress? Parse(string text) =>
        IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 ? text.AsSpan().IndexOfAny("%[]") < 0 : address.ToString() == text)
            ? address
            : null;
}
