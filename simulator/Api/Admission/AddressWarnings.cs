using System.Net;
using Infra.Simulator.Api.Validation;

namespace Infra.Simulator.Api.Admission;

/// <summary>The warnings about addresses and networks that are not in canonical form.</summary>
internal static class AddressWarnings
{
    public static IEnumerable<string> ForAddress(string path, string text)
    {
        if (AddressRules.Parse(text) is not { } address || address.ToString() == text)
        {
            return [];
        }

        var isValid = IPAddress.TryParse(text, out var strict) && !strict.IsIPv4MappedToIPv6 && AddressRules.IsIPv6(address);
        return isValid
            ? [$"{path}: IPv6 address \"{text}\" should be in RFC 5952 canonical format (\"{address}\")"]
            : [$"{path}: non-standard IP address \"{text}\" is invalid: use \"{address}\""];
    }

    public static IEnumerable<string> ForNetwork(string path, string text) =>
        AddressRules.ParseNetwork(text) is { IsMasked: true } network && network.ToString() != text && AddressRules.IsIPv6(network.Address)
            ? [$"{path}: IPv6 CIDR value \"{text}\" should be in RFC 5952 canonical format (\"{network}\")"]
            : [];
}
