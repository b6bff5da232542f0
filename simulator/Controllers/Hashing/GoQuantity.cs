using System.Globalization;
using System.Numerics;
using Infra.Kubernetes;

namespace Infra.Simulator.Controllers.Hashing;

/// <summary>
/// Writes a quantity as the dump of Go's <c>resource.Quantity</c> that was parsed from its canonical text: a scaled 64-bit number where it
/// fits, a decimal of arbitrary precision otherwise, and the text where the parser keeps it.
/// </summary>
internal static class GoQuantity
{
    private const int MaxDigits = 18;
    private const int MaxBinaryDigits = 15;
    private const int NanoScale = 9;
    private const string DecimalSuffixes = "numkMGTPE";
    private const string BinarySuffixes = "KMGTPE";

    private static readonly int[] DecimalExponents = [-9, -6, -3, 3, 6, 9, 12, 15, 18];

    /// <summary>Dumps the quantity of a text.</summary>
    public static string Dump(string text)
    {
        var canonical = Quantity.TryParse(text, out var quantity) ? quantity.ToString() : text;
        if (canonical == "0")
        {
            return Small(0, 0, "0", "DecimalSI");
        }

        var unsigned = canonical.TrimStart('-');
        var length = unsigned.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? unsigned : unsigned[..length];
        var suffix = unsigned[digits.Length..];
        var sign = canonical[0] == '-' ? -1 : 1;
        return suffix is [_, 'i']
            ? Binary(canonical, sign, digits, 10 * (BinarySuffixes.IndexOf(suffix[0], StringComparison.Ordinal) + 1))
            : Decimal(canonical, sign, digits, suffix);
    }

    private static string Decimal(string text, int sign, string digits, string suffix)
    {
        var (exponent, format) = suffix switch
        {
            "" => (0, "DecimalSI"),
            [var letter] => (DecimalExponents[DecimalSuffixes.IndexOf(letter, StringComparison.Ordinal)], "DecimalSI"),
            _ => (int.Parse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), "DecimalExponent"),
        };
        if (digits.Length > MaxDigits)
        {
            var nanos = sign * BigInteger.Parse(digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, exponent + NanoScale);
            return Large(nanos, format);
        }

        var keepsText = exponent % 3 == 0 && !digits.EndsWith("000", StringComparison.Ordinal);
        return Small(sign * long.Parse(digits, CultureInfo.InvariantCulture), exponent, keepsText ? text : "", format);
    }

    private static string Binary(string text, int sign, string digits, int exponent)
    {
        var value = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        var amount = value << exponent;
        if (digits.Length + (exponent * 3 / 10) + 1 > MaxBinaryDigits)
        {
            return Large(sign * BigInteger.Min(amount, long.MaxValue) * BigInteger.Pow(10, NanoScale), "BinarySI");
        }

        return Small(sign * (long)amount, 0, (value & 7) != 0 ? text : "", "BinarySI");
    }

    private static string Small(long value, int scale, string text, string format) =>
        $"{{i:(resource.int64Amount){{value:(int64){value} scale:(resource.Scale){scale}}} "
        + $"d:(resource.infDecAmount){{Dec:(*inf.Dec)<nil>}} s:(string){text} Format:(resource.Format){format}}}";

    // The words of Go's big integers have 64 bits, the lowest first.
    private static string Large(BigInteger nanos, string format)
    {
        var words = new List<ulong>();
        for (var rest = BigInteger.Abs(nanos); !rest.IsZero; rest >>= 64)
        {
            words.Add((ulong)(rest & ulong.MaxValue));
        }

        return "{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec){"
            + $"unscaled:(big.Int){{neg:(bool){(nanos.Sign < 0 ? "true" : "false")} abs:(big.nat)[{string.Join(' ', words)}]}} "
            + $"scale:(inf.Scale){NanoScale}}}}} s:(string) Format:(resource.Format){format}}}";
    }
}
