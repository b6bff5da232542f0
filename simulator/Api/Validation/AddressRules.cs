using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for IP addresses and CIDRs.</summary>
internal static class AddressRules
{
    public const string AddressRule = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    private const string NetworkRule = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

    /// <summary>Whether a text is an IP address. Leading zeros in the parts of an IPv4 address do not matter.</summary>
    public static bool IsAddress(string text) => Parse(text) is not null;

    /// <summary>Parses an IP address; null if it is none. An IPv4-mapped IPv6 address becomes an IPv4 address, as in Go.</summary>
    public static IPAddress? Parse(string text)
    {
        if (ParseIPv4(text) is { } four)
        {
            return four;
        }

        return
            text.Contains(':', StringComparison.Ordinal)
            && text.AsSpan().IndexOfAny('[', ']', '%') < 0
            && IPAddress.TryParse(text, out var six)
            && six.AddressFamily == AddressFamily.InterNetworkV6
            ? six.IsIPv4MappedToIPv6
                ? six.MapToIPv4()
                : six
            : null;
    }

    public static bool IsIPv6(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Checks the form of an address in a field that allows several notations.</summary>
    /// <returns>Whether the text is an address.</returns>
    public static bool CheckAddress(string text, string path, FieldErrors errors)
    {
        if (!IsAddress(text))
        {
            errors.Invalid(path, text, AddressRule);
            return false;
        }

        if (HasLeadingZero(text))
        {
            errors.Invalid(path, text, "must not have leading 0s");
        }
        else if (IsMapped(text))
        {
            errors.Invalid(path, text, "must not be an IPv4-mapped IPv6 address");
        }

        return true;
    }

    /// <summary>Checks that a valid address is in canonical form.</summary>
    public static void CheckCanonical(string text, string path, FieldErrors errors)
    {
        if (Parse(text) is { } address && address.ToString() != text)
        {
            errors.Invalid(path, text, $"must be in canonical form (\"{address}\")");
        }
    }

    /// <summary>Checks that an address is none of those that only have a meaning on one machine or link.</summary>
    public static void CheckNotSpecial(string text, string path, FieldErrors errors)
    {
        if (Parse(text) is not { } address)
        {
            errors.Invalid(path, text, "must be a valid IP address");
            return;
        }

        var bytes = address.GetAddressBytes();
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            errors.Invalid(path, text, $"may not be unspecified ({text})");
        }

        if (IPAddress.IsLoopback(address))
        {
            errors.Invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        }

        if (bytes is [169, 254, ..] || address.IsIPv6LinkLocal)
        {
            errors.Invalid(path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }

        if (bytes is [224, 0, 0, _] || (bytes.Length == 16 && bytes[0] == 0xff && (bytes[1] & 0x0f) == 0x02))
        {
            errors.Invalid(path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    }

    /// <summary>Checks a CIDR in a field that allows several notations.</summary>
    public static bool CheckNetwork(string text, string path, FieldErrors errors)
    {
        if (ParseNetwork(text) is not { } network)
        {
            errors.Invalid(path, text, NetworkRule);
            return false;
        }

        if (
            HasLeadingZero(text[..text.IndexOf('/', StringComparison.Ordinal)])
            || text.Contains("/0", StringComparison.Ordinal) && !text.EndsWith("/0", StringComparison.Ordinal)
        )
        {
            errors.Invalid(path, text, "must not have leading 0s in IP or prefix length");
        }
        else if (IsMapped(text.Split('/')[0]))
        {
            errors.Invalid(path, text, "must not have an IPv4-mapped IPv6 address");
        }
        else if (!network.IsMasked)
        {
            errors.Invalid(path, text, "must not have bits set beyond the prefix length");
        }
        else
        {
            return true;
        }

        return false;
    }

    /// <summary>Checks a CIDR that must be in canonical form.</summary>
    public static void CheckCanonicalNetwork(string text, string path, FieldErrors errors)
    {
        if (CheckNetwork(text, path, errors) && ParseNetwork(text) is { } network && network.ToString() != text)
        {
            errors.Invalid(path, text, $"must be in canonical form (\"{network}\")");
        }
    }

    public static Network? ParseNetwork(string text)
    {
        if (
            text.Split('/') is not [var address, var length]
            || (ParseAsWritten(address) ?? Parse(address)) is not { } parsed
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
        )
        {
            return null;
        }

        return bits <= parsed.GetAddressBytes().Length * 8 ? new Network(parsed, bits) : null;
    }

    // The length of a prefix counts the bits of an IPv4-mapped address as it is written.
    private static IPAddress? ParseAsWritten(string text) => IPAddress.TryParse(text, out var six) && six.IsIPv4MappedToIPv6 ? six : null;

    private static IPAddress? ParseIPv4(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 4)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[4];
        for (var i = 0; i < parts.Length; i++)
        {
            if (
                parts[i].Length is 0
                || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number > byte.MaxValue
            )
            {
                return null;
            }

            bytes[i] = (byte)number;
        }
        return new IPAddress(bytes);
    }

    private static bool HasLeadingZero(string text) =>
        !text.Contains(':', StringComparison.Ordinal) && text.Split('.').Any(part => part.Length > 1 && part[0] == '0');

    private static bool IsMapped(string text) => IPAddress.TryParse(text, out var address) && address.IsIPv4MappedToIPv6;
}

/// <summary>An IP address with the length of its network's prefix.</summary>
internal sealed record Network(IPAddress Address, int PrefixLength)
{
    /// <summary>Whether no bit after the prefix is set.</summary>
    public bool IsMasked => Mask(Address.GetAddressBytes()).SequenceEqual(Address.GetAddressBytes());

    /// <summary>Whether all addresses of another network are in this one.</summary>
    public bool Contains(Network other)
    {
        var (own, others) = (Address.GetAddressBytes(), other.Address.GetAddressBytes());
        return own.Length == others.Length && Mask(own).SequenceEqual(Mask(others));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(Mask(Address.GetAddressBytes()))}/{PrefixLength}");

    private byte[] Mask(byte[] bytes) => [.. bytes.Select((value, index) => (byte)(value & MaskByte(index)))];

    private int MaskByte(int index) => 0xff & (0xff00 >> Math.Clamp(PrefixLength - (index * 8), 0, 8));
}
