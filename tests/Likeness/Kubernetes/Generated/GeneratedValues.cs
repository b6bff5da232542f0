using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Likeness.Kubernetes.Generated;

/// <summary>Values of a schema's types, chosen at the limits of what Kubernetes accepts, and values of any type.</summary>
internal static class GeneratedValues
{
    private static readonly string[] Texts =
    [
        "",
        "a",
        "A",
        "a.b",
        "a/b",
        "a/b/c",
        "/",
        "-",
        "*",
        "é",
        "\0",
        " ",
        "a: [b",
        "10.0.0.1",
        "10.0.0.0/8",
        "::1",
        "256.1.1.1",
        "http",
        "TCP",
        "Always",
        "None",
        "RollingUpdate",
        "*/5 * * * *",
        "kubernetes.io/hostname",
        "metadata.name",
        "$(A)",
        "x:1",
        "v1",
        "true",
        "9223372036854775808",
        new('x', 64),
        new('x', 300),
    ];

    private static readonly string[] Quantities =
    [
        "0",
        "1",
        "100m",
        "1Gi",
        "-1",
        "1e30",
        "1E",
        "0.1n",
        "+1k",
        "1.5Ki",
        "x",
        "",
        "99999999999999999999999999",
    ];

    private static readonly long[] Integers =
    [
        -1,
        0,
        1,
        2,
        80,
        100,
        65535,
        65536,
        int.MaxValue,
        int.MinValue,
        1L + int.MaxValue,
        long.MaxValue,
        long.MinValue,
    ];

    private static readonly string[] Times =
    [
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.123456Z",
        "2026-13-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59+14:00",
        "x",
        "",
    ];

    private static readonly string[] AnyJson =
    [
        "null",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[{}]",
        """{"a":null}""",
        """{"":{}}""",
        """["a","a"]""",
        """[1,"a",true]""",
        "1",
        "-1",
        "1.5",
        "1e400",
        "123456789012345678901234567890",
        "true",
        "\"\"",
        "\"x\"",
        "\"\\ud83d\\ude00\"",
    ];

    /// <summary>A value of a scalar type, valid or not.</summary>
    public static JsonNode? Scalar(Random random, FieldType type) =>
        type switch
        {
            FieldType.Integer => Pick(random, Integers),
            FieldType.Number => random.NextDouble() * Pick(random, Integers),
            FieldType.Flag => random.Next(2) == 0,
            FieldType.IntOrString => random.Next(2) == 0
                ? Pick(random, Integers)
                : Pick(random, (string[])["25%", "101%", "-1%", "%", "http", "", "1"]),
            FieldType.Quantity => Pick(random, Quantities),
            FieldType.Time or FieldType.MicroTime => Pick(random, Times),
            FieldType.Bytes => Pick(random, (string[])["YQ==", "", "!", "YQ"]),
            FieldType.Any => Any(random),
            _ => Pick(random, Texts),
        };

    /// <summary>A value of any type.</summary>
    public static JsonNode? Any(Random random) => JsonNode.Parse(Pick(random, AnyJson));

    public static T Pick<T>(Random random, IReadOnlyList<T> values) => values[random.Next(values.Count)];
}
