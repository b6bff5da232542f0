using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Infra.Engine.Kubernetes.Resources;

/// <summary>
/// Kubernetes' resource quantities. The API server stores each in one canonical form (<c>0.5</c> becomes <c>500m</c>, <c>1024Mi</c> becomes
/// <c>1Gi</c>); bringing inputs into it first avoids differences that are none.
/// </summary>
internal static class Quantity
{
    private const int NanoDigits = 9;
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("+-.0123456789");
    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly BigInteger Nano = BigInteger.Pow(10, NanoDigits);

    private enum Format
    {
        Decimal,
        Exponent,
        Binary,
    }

    /// <summary>The canonical form, or <paramref name="text"/> itself where it is no quantity.</summary>
    public static string Canonical(string text)
    {
        var end = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        var number = end < 0 ? text : text[..end];
        if (IsCanonicalInteger(number, end < 0 ? "" : text.AsSpan(end)))
        {
            return text;
        }

        if (!TryReadSuffix(end < 0 ? "" : text[end..], out var format, out var exponent)
            || !TryReadNumber(number, out var digits, out var fraction))
        {
            return text;
        }

        var nanos = format == Format.Binary
            ? RoundUp(digits * BigInteger.Pow(1024, exponent), NanoDigits - fraction)
            : RoundUp(digits, NanoDigits - fraction + exponent);
        return Write(nanos, format);
    }

    // Nearly all quantities are written in their canonical form already.
    private static bool IsCanonicalInteger(ReadOnlySpan<char> number, ReadOnlySpan<char> suffix) =>
        number.Length is > 0 and < 16 && number[0] is >= '1' and <= '9'
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && (suffix is "Ki" or "Mi" or "Gi" or "Ti" ? value % 1024 != 0 : suffix is "" or "m" or "k" or "M" or "G" && value % 1000 != 0);

    private static string Write(BigInteger nanos, Format format)
    {
        if (format == Format.Binary && BigInteger.Abs(nanos) >= 1024 * Nano && nanos % Nano == 0)
        {
            var units = nanos / Nano;
            var power = 0;
            while (power < BinarySuffixes.Length - 1 && units % 1024 == 0)
            {
                units /= 1024;
                power++;
            }

            return units.ToString(CultureInfo.InvariantCulture) + BinarySuffixes[power];
        }

        var thousands = 0;
        while (thousands < DecimalSuffixes.Length - 1 && nanos % 1000 == 0 && !nanos.IsZero)
        {
            nanos /= 1000;
            thousands++;
        }

        if (nanos.IsZero)
        {
            return "0";
        }

        var exponent = (thousands * 3) - NanoDigits;
        var suffix = format != Format.Exponent ? DecimalSuffixes[thousands]
            : exponent == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"e{exponent}");
        return nanos.ToString(CultureInfo.InvariantCulture) + suffix;
    }

    private static bool TryReadSuffix(string suffix, out Format format, out int exponent)
    {
        format = Format.Decimal;
        exponent = Array.IndexOf(BinarySuffixes, suffix);
        if (exponent > 0)
        {
            format = Format.Binary;
            return true;
        }

        var power = Array.IndexOf(DecimalSuffixes, suffix);
        if (power >= 0)
        {
            exponent = (power * 3) - NanoDigits;
            return true;
        }

        format = Format.Exponent;
        return suffix.Length > 1 && suffix[0] is 'e' or 'E'
            && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            && exponent is > -100 and < 100;
    }

    private static bool TryReadNumber(string number, out BigInteger digits, out int fraction)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        fraction = point < 0 ? 0 : number.Length - point - 1;
        return BigInteger.TryParse(
            point < 0 ? number : number.Remove(point, 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out digits);
    }

    // What is finer than a billionth is rounded away from zero, so that something never becomes nothing.
    private static BigInteger RoundUp(BigInteger value, int powerOfTen)
    {
        if (powerOfTen >= 0)
        {
            return value * BigInteger.Pow(10, powerOfTen);
        }

        var quotient = BigInteger.DivRem(value, BigInteger.Pow(10, -powerOfTen), out var rest);
        return rest.IsZero ? quotient : quotient + value.Sign;
    }
}
