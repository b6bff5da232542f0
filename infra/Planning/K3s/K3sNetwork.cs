using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Infra.Backend.Planning.K3s;

/// <summary>
/// The addresses of a cluster's containers. Those that must not change (a member of etcd is known by its address) are in the lower half;
/// the engine takes those of other containers from the upper half.
/// </summary>
internal sealed class K3sNetwork
{
    private const int BalancerOffset = 2;
    private const int FirstServerOffset = 10;
    private const int AddressBits = 32;

    private readonly uint _first;
    private readonly int _prefix;

    private K3sNetwork(uint first, int prefix)
    {
        _first = first;
        _prefix = prefix;
    }

    /// <summary>The smallest and the largest prefix of a usable range.</summary>
    public static (int Smallest, int Largest) Prefixes { get; } = (8, 26);

    /// <summary>The whole range.</summary>
    public string Subnet => $"{At(0)}/{_prefix}";

    /// <summary>The address of the engine.</summary>
    public string Gateway => At(1);

    /// <summary>The part of the range from which the engine takes addresses.</summary>
    public string DynamicRange => $"{At(Half)}/{_prefix + 1}";

    /// <summary>The number of containers that can get an address from the engine.</summary>
    public long DynamicAddresses => Half - 1;

    /// <summary>The address of the load balancer.</summary>
    public string Balancer => At(BalancerOffset);

    private uint Half => 1u << (AddressBits - _prefix - 1);

    public static bool TryParse(string text, [NotNullWhen(true)] out K3sNetwork? network)
    {
        network =
            IPNetwork.TryParse(text, out var range)
            && range.BaseAddress.AddressFamily == AddressFamily.InterNetwork
            && text.StartsWith($"{range.BaseAddress}/", StringComparison.Ordinal)
            && range.PrefixLength >= Prefixes.Smallest
            && range.PrefixLength <= Prefixes.Largest
                ? new K3sNetwork(BinaryPrimitives.ReadUInt32BigEndian(range.BaseAddress.GetAddressBytes()), range.PrefixLength)
                : null;
        return network is not null;
    }

    /// <summary>The address of a server, counted from 1.</summary>
    public string Server(int number) => At((uint)(FirstServerOffset + number));

    /// <summary>Whether it has addresses in common with another range.</summary>
    public bool Overlaps(K3sNetwork other)
    {
        var mask = uint.MaxValue << (AddressBits - Math.Min(_prefix, other._prefix));
        return (_first & mask) == (other._first & mask);
    }

    private string At(uint offset)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, _first + offset);
        return new IPAddress(bytes).ToString();
    }
}
