using System.Globalization;

namespace Infra.Policies.Kubernetes;

/// <summary>Kubernetes' amounts: <c>100m</c>, <c>1.5Gi</c>, <c>2e3</c>.</summary>
internal static class Quantity
{
    /// <summary>The amount in its unit (cores, bytes, pieces); null if the text is no quantity.</summary>
    public static double? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        var (number, factor) = Split(text);
        return double.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value)
            ? value * factor
            : null;
    }

    private static (string Number, double Factor) Split(string text) => text[^1] switch
    {
        'i' when text.Length > 2 => (text[..^2], BinaryFactor(text[^2])),
        'n' => (text[..^1], 1e-9),
        'u' => (text[..^1], 1e-6),
        'm' => (text[..^1], 1e-3),
        'k' => (text[..^1], 1e3),
        'M' => (text[..^1], 1e6),
        'G' => (text[..^1], 1e9),
        'T' => (text[..^1], 1e12),
        'P' => (text[..^1], 1e15),
        'E' => (text[..^1], 1e18),
        _ => (text, 1),
    };

    private static double BinaryFactor(char unit) => unit switch
    {
        'K' => 1L << 10,
        'M' => 1L << 20,
        'G' => 1L << 30,
        'T' => 1L << 40,
        'P' => 1L << 50,
        'E' => 1L << 60,
        _ => double.NaN,
    };
}
