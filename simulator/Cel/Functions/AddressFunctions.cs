using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>An IP address.</summary>
internal sealed record IpAddress(IPAddress Address) : ICelOpaque
{
    public string TypeName => "net.IP";

    /// <summary>Parses an address without zone; leading zeros are not allowed.</summary>
    public static IpAddress? Parse(string text)
    {
        if (!IPAddress.TryParse(text, out var address) || text.AsSpan().ContainsAny("%[]/") || address.IsIPv4MappedToIPv6)
        {
            return null;
        }

        var isPlain = address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text;
        return isPlain ? new IpAddress(address) : null;
    }

    public override string ToString() => Address.ToString();
}

/// <summary>A network in CIDR notation; the address may have bits beyond the prefix.</summary>
internal sealed record Cidr(IPAddress Address, int Prefix) : ICelOpaque
{
    public string TypeName => "net.CIDR";

    public static Cidr? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (
            slash < 0
            || IpAddress.Parse(text[..slash]) is not { } ip
            || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
            || (text[slash + 1] == '0' && text.Length > slash + 2)
        )
        {
            return null;
        }

        return prefix <= ip.Address.GetAddressBytes().Length * 8 ? new Cidr(ip.Address, prefix) : null;
    }

    public Cidr Mask()
    {
        var bytes = Address.GetAddressBytes();
        for (var index = 0; index < bytes.Length; index++)
        {
            var kept = Math.Clamp(Prefix - (index * 8), 0, 8);
            bytes[index] &= (byte)(0xff << (8 - kept));
        }

        return new Cidr(new IPAddress(bytes), Prefix);
    }

    public bool Contains(IPAddress address) =>
        address.AddressFamily == Address.AddressFamily && new Cidr(address, Prefix).Mask().Address.Equals(Mask().Address);

    public override string ToString() => $"{Address}/{Prefix}";
}

/// <summary>Functions of IP addresses and networks.</summary>
internal static class AddressFunctions
{
    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["ip"] = ToAddress,
            ["isIP"] = values => values is [string text] ? IpAddress.Parse(text) is not null : CelError.NoSuchOverload,
            ["ip.isCanonical"] = IsCanonical,
            ["family"] = values => Read(values, address => address.AddressFamily == AddressFamily.InterNetwork ? 4L : 6L),
            ["isUnspecified"] = values => Read(values, address => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)),
            ["isLoopback"] = values => Read(values, address => IPAddress.IsLoopback(address)),
            ["isLinkLocalMulticast"] = values => Read(values, IsLinkLocalMulticast),
            ["isLinkLocalUnicast"] = values => Read(values, IsLinkLocalUnicast),
            ["isGlobalUnicast"] = values => Read(values, IsGlobalUnicast),
            ["cidr"] = values =>
                values is not [string text] ? CelError.NoSuchOverload
                : Cidr.Parse(text) is { } cidr ? cidr
                : RefuseNetwork(text),
            ["isCIDR"] = values => values is [string text] ? Cidr.Parse(text) is not null : CelError.NoSuchOverload,
            ["containsIP"] = ContainsAddress,
            ["containsCIDR"] = ContainsNetwork,
            ["prefixLength"] = values => values is [Cidr cidr] ? (long)cidr.Prefix : CelError.NoSuchOverload,
            ["masked"] = values => values is [Cidr cidr] ? cidr.Mask() : CelError.NoSuchOverload,
        };

    private static object ToAddress(object?[] values) =>
        values switch
        {
            [Cidr cidr] => new IpAddress(cidr.Address),
            [string text] => IpAddress.Parse(text) is { } address ? address : RefuseAddress(text),
            _ => CelError.NoSuchOverload,
        };

    private static object IsCanonical(object?[] values) =>
        values switch
        {
            [string text] when IpAddress.Parse(text) is { } address => address.ToString() == text,
            [string text] => RefuseAddress(text),
            _ => CelError.NoSuchOverload,
        };

    private static object Read(object?[] values, Func<IPAddress, object> read) =>
        values is [IpAddress ip] ? read(ip.Address) : CelError.NoSuchOverload;

    private static object ContainsAddress(object?[] values) =>
        values switch
        {
            [Cidr cidr, IpAddress ip] => cidr.Contains(ip.Address),
            [Cidr cidr, string text] => IpAddress.Parse(text) is { } ip ? cidr.Contains(ip.Address) : RefuseAddress(text),
            _ => CelError.NoSuchOverload,
        };

    private static object ContainsNetwork(object?[] values) =>
        values switch
        {
            [Cidr outer, Cidr inner] => outer.Prefix <= inner.Prefix && outer.Contains(inner.Address),
            [Cidr outer, string text] => Cidr.Parse(text) is { } inner
                ? outer.Prefix <= inner.Prefix && outer.Contains(inner.Address)
                : RefuseNetwork(text),
            _ => CelError.NoSuchOverload,
        };

    private static object IsLinkLocalMulticast(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return bytes.Length == 4 ? bytes is [224, 0, 0, _] : bytes[0] == 0xff && (bytes[1] & 0x0f) == 0x02;
    }

    private static object IsLinkLocalUnicast(IPAddress address) => address.GetAddressBytes() is [169, 254, _, _] || address.IsIPv6LinkLocal;

    private static object IsGlobalUnicast(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var isMulticast = bytes.Length == 4 ? bytes[0] is >= 224 and <= 239 : bytes[0] == 0xff;
        var isSpecial =
            address.Equals(IPAddress.Any)
            || address.Equals(IPAddress.IPv6Any)
            || address.Equals(IPAddress.Broadcast)
            || IPAddress.IsLoopback(address)
            || (bool)IsLinkLocalUnicast(address);
        return !isMulticast && !isSpecial;
    }

    private static CelError RefuseAddress(string text) =>
        new($"IP Address \"{text}\" parse error during conversion from string: ParseAddr(\"{text}\"): unable to parse IP");

    private static CelError RefuseNetwork(string text) =>
        new(
            $"network address parse error during conversion from string: CIDR \"{text}\" parse error during conversion from string: netip.ParsePrefix(\"{text}\"): no '/'"
        );
}
