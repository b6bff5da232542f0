using System.Globalization;
using System.Text;

namespace Infra.Simulator.Controllers.Hashing;

/// <summary>The 32-bit Fowler-Noll-Vo hash in both orders, and the form that Kubernetes gives it in names.</summary>
internal static class Fnv
{
    private const uint Offset = 2166136261;
    private const uint Prime = 16777619;
    private static readonly UInt128 Offset128 = new(0x6c62272e07bb0142, 0x62b821756295c58d);
    private static readonly UInt128 Prime128 = new(0x0000000001000000, 0x000000000000013b);

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

    /// <summary>FNV-1a with 128 bits, of the UTF-8 bytes of a text.</summary>
    public static UInt128 Hash128A(string text)
    {
        var hash = Offset128;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ b) * Prime128);
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
