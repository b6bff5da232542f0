using System.Globalization;
using System.Numerics;

namespace Infra.Kubernetes;

/// <summary>Parses quantities: a decimal number with an optional sign, directly followed by a suffix or an exponent.</summary>
internal static class QuantityParser
{
    // Exponents and digits beyond are legal for Go, but cost memory without bound.
    private const int LargestExponent = 1000;
    private const int MostDigits = 1000;

    // What is multiplied in 128 bits: 18 digits of a number, and 37 digits of a product.
    private const int MostSmallDigits = 18;
    private const int MostProductDigits = 37;

    public static bool TryParse(ReadOnlySpan<char> text, out Quantity quantity)
    {
        quantity = default;
        var isNegative = text is ['-', ..];
        var rest = text is ['+' or '-', ..] ? text[1..] : text;
        var whole = rest[..CountDigits(rest)];
        rest = rest[whole.Length..];
        ReadOnlySpan<char> fraction = [];
        if (rest is ['.', ..])
        {
            fraction = rest[1..][..CountDigits(rest[1..])];
            rest = rest[(fraction.Length + 1)..];
        }

        if (whole.Length + fraction.Length is 0 or > MostDigits || !TryParseSuffix(rest, out var power, out var format))
        {
            return false;
        }

        whole = whole.TrimStart('0');
        quantity =
            whole.Length + fraction.Length <= MostSmallDigits
            && TryMultiply(ToNumber(whole, fraction), fraction.Length, power, format, out var nanos)
                ? Create(nanos, isNegative, format)
                : CreateLarge(string.Concat(whole, fraction), fraction.Length, power, format, isNegative);
        return true;
    }

    private static Quantity Create(Int128 nanos, bool isNegative, QuantityFormat format) =>
        Quantity.FromNanos(isNegative ? -nanos : nanos, ChooseFormat(nanos < 1_000_000_000 && nanos > 0, format));

    private static Quantity CreateLarge(string digits, int fractionDigits, int power, QuantityFormat format, bool isNegative)
    {
        var number = BigInteger.Parse("0" + digits, NumberStyles.None, CultureInfo.InvariantCulture);
        var nanoPower = Quantity.NanoDigits - fractionDigits + (format == QuantityFormat.BinarySI ? 0 : power);
        number <<= format == QuantityFormat.BinarySI ? power : 0;
        var nanos =
            nanoPower >= 0 ? number * BigInteger.Pow(10, nanoPower) : Quantity.DivideAwayFromZero(number, BigInteger.Pow(10, -nanoPower));
        if (format == QuantityFormat.BinarySI)
        {
            nanos = BigInteger.Min(nanos, (BigInteger)long.MaxValue * 1_000_000_000);
        }

        return Quantity.FromNanos(isNegative ? -nanos : nanos, ChooseFormat(nanos < 1_000_000_000 && nanos > 0, format));
    }

    // Sums continue in the notation of their first part: a fraction of a byte has none in powers of 1024.
    private static QuantityFormat ChooseFormat(bool isFraction, QuantityFormat format) =>
        isFraction && format == QuantityFormat.BinarySI ? QuantityFormat.DecimalSI : format;

    private static bool TryMultiply(ulong number, int fractionDigits, int power, QuantityFormat format, out Int128 nanos)
    {
        nanos = default;
        if (format == QuantityFormat.BinarySI)
        {
            var units = (Int128)number << power;
            if (fractionDigits > 0 || units > long.MaxValue)
            {
                return false;
            }

            nanos = units * 1_000_000_000;
            return true;
        }

        var nanoPower = Quantity.NanoDigits - fractionDigits + power;
        if (nanoPower < 0 || nanoPower > MostProductDigits - MostSmallDigits)
        {
            return false;
        }

        nanos = number;
        for (var i = 0; i < nanoPower; i++)
        {
            nanos *= 10;
        }

        return true;
    }

    private static ulong ToNumber(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction)
    {
        var number = 0UL;
        foreach (var digit in whole)
        {
            number = (number * 10) + (uint)(digit - '0');
        }

        foreach (var digit in fraction)
        {
            number = (number * 10) + (uint)(digit - '0');
        }

        return number;
    }

    private static int CountDigits(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;

    /// <summary>Reads a suffix as a power of two (binary) or of ten (decimal).</summary>
    private static bool TryParseSuffix(ReadOnlySpan<char> suffix, out int power, out QuantityFormat format)
    {
        (power, format) = suffix switch
        {
            "" => (0, QuantityFormat.DecimalSI),
            "n" => (-9, QuantityFormat.DecimalSI),
            "u" => (-6, QuantityFormat.DecimalSI),
            "m" => (-3, QuantityFormat.DecimalSI),
            "k" => (3, QuantityFormat.DecimalSI),
            "M" => (6, QuantityFormat.DecimalSI),
            "G" => (9, QuantityFormat.DecimalSI),
            "T" => (12, QuantityFormat.DecimalSI),
            "P" => (15, QuantityFormat.DecimalSI),
            "E" => (18, QuantityFormat.DecimalSI),
            "Ki" => (10, QuantityFormat.BinarySI),
            "Mi" => (20, QuantityFormat.BinarySI),
            "Gi" => (30, QuantityFormat.BinarySI),
            "Ti" => (40, QuantityFormat.BinarySI),
            "Pi" => (50, QuantityFormat.BinarySI),
            "Ei" => (60, QuantityFormat.BinarySI),
            _ => (0, QuantityFormat.DecimalExponent),
        };
        return format != QuantityFormat.DecimalExponent
            || (
                suffix is ['e' or 'E', ..]
                && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power)
                && power is >= -LargestExponent and <= LargestExponent
            );
    }
}
