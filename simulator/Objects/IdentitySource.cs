using System.Globalization;

namespace Infra.Simulator.Objects;

/// <summary>Generates UIDs, name suffixes and random numbers. The same seed gives the same sequence.</summary>
public sealed class IdentitySource(int seed)
{
    /// <summary>Kubernetes' alphabet for generated names: without vowels and the digits that resemble them.</summary>
    private const string SuffixAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    private readonly Lock _lock = new();
#pragma warning disable CA5394 // A seeded, repeatable sequence is the purpose; nothing here protects a secret.
    private readonly Random _random = new(seed);

    /// <summary>Generates a UUID of version 4.</summary>
    public string NewUid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_lock)
        {
            _random.NextBytes(bytes);
        }

        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D", CultureInfo.InvariantCulture);
    }

    /// <summary>Generates a suffix for a name.</summary>
    /// <param name="length">Number of characters; Kubernetes uses 5.</param>
    public string NewSuffix(int length = 5)
    {
        lock (_lock)
        {
            return string.Create(length, _random, static (span, random) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = SuffixAlphabet[random.Next(SuffixAlphabet.Length)];
                }
            });
        }
    }

    /// <summary>Returns a random number from 0 up to, but not including, <paramref name="exclusiveMaximum"/>.</summary>
    public int Next(int exclusiveMaximum)
    {
        lock (_lock)
        {
            return _random.Next(exclusiveMaximum);
        }
    }

    /// <summary>Returns a random number from 0 up to, but not including, 1.</summary>
    public double NextDouble()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }
#pragma warning restore CA5394
}
