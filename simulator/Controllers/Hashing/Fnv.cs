using System.Globalization;
using System.Text;

namespace Infra.Simulator.Controllers.Hashing;

/// <summary>The 32-bit Fowler-Noll-Vo hash in both orders, and the form that Kubernetes gives it in names.</summary>
internal static class Fnv
{
    private const uint Offset = 2166136261;
    private const uint Prime = 16777619;
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>FNV-1a: each byte is combined before the multiplication.</summary>
    public static uint Hash1A(params ReadOnlySpan<byte[]> parts)
    {
        var hash = Offset;
        foreach (var part in parts)
        {
            foreach (var b in part)
            {
                hash = unchecked((hash ^ b) * Prime);
            }
        }

        return hash;
    }

    /// <summary>FNV-1: each byte is combined after the multiplication.</summary>
    public static uint Hash1(ReadOnlySpan<byte> bytes)
    {
        var hash = Offset;
        foreach (var b in bytes)
        {
            hash = unchecked(hash * Prime) ^ b;
        }

        return hash;
    }

    /// <summary>Writes a hash in an alphabet without vowels, so that it contains no words.</summary>
    public static string Encode(uint hash)
    {
        var text = new StringBuilder(hash.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Alphabet[text[i] % Alphabet.Length];
        }

        return text.ToString();
    }
}
