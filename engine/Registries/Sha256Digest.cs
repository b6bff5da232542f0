using System.Buffers;
using System.Security.Cryptography;

namespace Infra.Engine.Registries;

/// <summary>Digests of content. Registries have others than SHA-256 by specification, but none in practice.</summary>
internal static class Sha256Digest
{
    private const string Prefix = "sha256:";
    private const int HexLength = 64;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static string Of(ReadOnlySpan<byte> content) => Write(SHA256.HashData(content));

    public static string Write(ReadOnlySpan<byte> hash) => Prefix + Convert.ToHexStringLower(hash);

    /// <summary>The hexadecimal digits of a digest.</summary>
    public static string Hex(string digest) => digest[Prefix.Length..];

    public static string FromHex(string hex) => Prefix + hex;

    public static bool IsValid(string? digest) =>
        digest?.Length == Prefix.Length + HexLength
        && digest.StartsWith(Prefix, StringComparison.Ordinal)
        && !digest.AsSpan(Prefix.Length).ContainsAnyExcept(HexDigits);
}
