using System.Text;

namespace Infra.Protocol.Values;

/// <summary>The encoded name of a field.</summary>
public sealed class EncodedName
{
    private readonly byte[] _utf8;

    /// <summary>Encodes a name.</summary>
    /// <param name="name">The name as text.</param>
    public EncodedName(string name) => _utf8 = Encoding.UTF8.GetBytes(name);

    /// <summary>Encodes a name.</summary>
    /// <param name="name">The name as text.</param>
    public static implicit operator EncodedName(string name) => new(name);

    internal bool Is(ReadOnlySpan<byte> utf8) => _utf8.AsSpan().SequenceEqual(utf8);
}
