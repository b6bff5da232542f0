using System.Globalization;
using System.Numerics;

namespace Infra.Kubernetes;

/// <summary>
/// Parses quantities: a decimal number with an optional sign, directly followed by a suffix or an exponent. A quantity without digits, such
/// as <c>Gi</c>, is refused on purpose: Go reads it as 0, which is not what its author means.
/// </summary>
internal static class QuantityParser
{
    // Go has no such limits. Without them, a short text such as 1e999999999 would allocate gigabytes.
    private const int MaxExponent = 1000;
    private const int MaxDigits = 1000;

    // Numbers of up to 18 digits are multiplied in 128 bits, as long as the product has up to 37 digits.
    private const int MaxSmallDigits = 18;
    private const int MaxProductDigits = 37;

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

        if (whole.Length + fraction.Length is 0 or > MaxDigits || !TryParseSuffix(rest, out var power, out var format))
        {
            return false;
        }

        whole = whole.TrimStart('0');
        quantity =
            whole.Length + fraction.Length <= MaxSmallDigits
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

    // A sum keeps the notation of its first operand, and BinarySI cannot express fractions of a byte.
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
        if (nanoPower < 0 || nanoPower > MaxProductDigits - MaxSmallDigits)
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

    /// <summary>Parses a suffix to a power of two (binary) or of ten (decimal).</summary>
    private static bool TryParseSuffix(ReadOnlySpan<char> suffix, out int power, out QuantityFormat format)
    {
        power = 0;
        if (IndexOf(QuantitySuffixes.Decimal, suffix) is var thousands and >= 0)
        {
            (power, format) = ((thousands - QuantitySuffixes.DecimalUnit) * 3, QuantityFormat.DecimalSI);
            return true;
        }

        if (IndexOf(QuantitySuffixes.Binary, suffix) is var kibis and >= 0)
        {
            (power, format) = (kibis * 10, QuantityFormat.BinarySI);
            return true;
        }

        format = QuantityFormat.DecimalExponent;
        return suffix is ['e' or 'E', ..]
            && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power)
            && power is >= -MaxExponent and <= MaxExponent;
    }

    private static int IndexOf(string[] suffixes, ReadOnlySpan<char> suffix)
    {
        for (var i = 0; i < suffixes.Length; i++)
        {
            if (suffix.SequenceEqual(suffixes[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
