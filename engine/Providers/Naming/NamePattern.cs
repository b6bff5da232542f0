using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Infra.Engine.Providers.Naming;

/// <summary>
/// A pattern of automatic names: text with <c>${name}</c> and the random parts <c>${hex(n)}</c>, <c>${alphanum(n)}</c>,
/// <c>${string(n)}</c>, <c>${num(n)}</c> and <c>${uuid}</c>.
/// </summary>
internal sealed partial record NamePattern(string Text)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private const int UuidSize = 16;

    /// <summary>True where the pattern has random parts.</summary>
    public bool IsRandom => RandomPart().IsMatch(Text);

    /// <summary>Generates a name. Equal seeds generate equal names.</summary>
    public string Generate(string name, ReadOnlySpan<byte> seed)
    {
        var random = new SeededRandom(seed);
        var text = Text.Replace("${name}", name, StringComparison.Ordinal);
        return RandomPart().Replace(text, part => Generate(part, random));
    }

    private static string Generate(Match part, SeededRandom random)
    {
        if (!part.Groups["kind"].Success)
        {
            return new Guid(random.NextBytes(UuidSize)).ToString();
        }

        var alphabet = part.Groups["kind"].Value switch
        {
            "hex" => Digits + "abcdef",
            "alphanum" => Letters + Digits,
            "string" => Letters,
            _ => Digits,
        };
        var length = int.Parse(part.Groups["length"].ValueSpan, CultureInfo.InvariantCulture);
        return string.Create(length, (alphabet, random), static (target, source) =>
        {
            foreach (ref var character in target)
            {
                character = source.alphabet[source.random.Next(source.alphabet.Length)];
            }
        });
    }

    [GeneratedRegex(@"\$\{(?:uuid|(?<kind>hex|alphanum|string|num)\((?<length>\d{1,4})\))\}", RegexOptions.CultureInvariant)]
    private static partial Regex RandomPart();

    /// <summary>A stream of bytes that follows from a seed.</summary>
    private sealed class SeededRandom(ReadOnlySpan<byte> seed)
    {
        private readonly byte[] _seed = seed.IsEmpty ? RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes) : seed.ToArray();
        private byte[] _block = [];
        private int _used;
        private int _count;

        public int Next(int limit)
        {
            // Bytes beyond the last multiple of the limit would favor the first values.
            var end = byte.MaxValue + 1 - ((byte.MaxValue + 1) % limit);
            while (true)
            {
                if (NextByte() is var value && value < end)
                {
                    return value % limit;
                }
            }
        }

        public byte[] NextBytes(int count) => [.. Enumerable.Range(0, count).Select(_ => NextByte())];

        private byte NextByte()
        {
            if (_used == _block.Length)
            {
                _block = HMACSHA256.HashData(_seed, BitConverter.GetBytes(_count++));
                _used = 0;
            }

            return _block[_used++];
        }
    }
}
