using System.Collections.Immutable;
using Infra.Protocol.Values;
using Xunit.Sdk;

namespace Sdk.Tests.Protocol.Values;

/// <summary>Generates property values from a seed.</summary>
internal sealed class RandomValues(int seed)
{
    private static readonly string[] Texts =
    [
        "",
        "a",
        "ä",
        "💥",
        "a.b",
        "a[0]",
        "say \"hi\"",
        "\n\t\0",
        "<&>'+",
        "true",
        "1e5",
        "null",
        "\u2028",
        "x-y/z",
        "_",
        "__defaults",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Checks a property for many seeds, and reports the seed that violates it.</summary>
    public static void ForAll(Action<RandomValues> law)
    {
        for (var seed = 1; seed <= 500; seed++)
        {
            try
            {
                law(new RandomValues(seed));
            }
            catch (Exception exception)
            {
                throw new XunitException($"The law does not hold with the seed {seed}: {exception.Message}", exception);
            }
        }
    }

    public PropertyMap Map(int depth = 4) =>
        PropertyMap.Create(Enumerable.Range(0, _random.Next(5)).Select(_ => (Text(), Value(depth - 1))));

    public PropertyValue Value(int depth = 4) =>
        _random.Next(depth > 0 ? 14 : 7) switch
        {
            0 => PropertyValue.Null,
            1 => _random.Next(2) == 0,
            2 => Number(),
            3 or 4 => Text(),
            5 => new PropertyUnknown((UnknownKind)_random.Next(7)),
            6 => new PropertyByteString([0xff, (byte)_random.Next(256)]),
            7 => new PropertyArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1))]),
            8 or 9 => Map(depth),
            10 => new PropertySecret(Value(depth - 1)),
            11 => new PropertyOutput(_random.Next(3) == 0 ? null : Value(depth - 1), _random.Next(2) == 0, Urns()),
            12 => new PropertyResourceReference(
                "urn:pulumi:s::p::t::" + Text(),
                _random.Next(3) switch
                {
                    0 => null,
                    1 => "",
                    _ => "id",
                },
                _random.Next(2) == 0 ? "" : "1.0.0"
            ),
            _ => AssetOrArchive(depth),
        };

    public PropertyPath Path() => new([.. Enumerable.Range(0, _random.Next(6)).Select(_ => Segment())]);

    private PropertyPathSegment Segment() =>
        _random.Next(4) switch
        {
            0 => _random.Next(1000),
            1 => PropertyPathSegment.Wildcard,
            _ => Text(),
        };

    private PropertyValue AssetOrArchive(int depth) =>
        _random.Next(4) switch
        {
            0 => new PropertyAsset { Text = Text(), Hash = "abc" },
            1 => new PropertyAsset { Path = "/a/b" },
            2 => new PropertyArchive { Uri = "https://example.com/a.zip", Hash = "abc" },
            _ => new PropertyArchive
            {
                Assets = PropertyMap.Create(Enumerable.Range(0, _random.Next(3)).Select(i => ($"f{i}", AssetOrArchive(depth - 1)))),
            },
        };

    private double Number() =>
        _random.Next(8) switch
        {
            0 => double.NaN,
            1 => double.NegativeInfinity,
            2 => double.MaxValue,
            3 => double.Epsilon,
            4 => -0.0,
            5 => _random.Next(),
            6 => 1e15,
            _ => _random.NextDouble(),
        };

    private string Text() => Texts[_random.Next(Texts.Length)];

    private ImmutableArray<string> Urns() => [.. Enumerable.Range(0, _random.Next(3)).Select(i => $"urn:{i}")];
}
