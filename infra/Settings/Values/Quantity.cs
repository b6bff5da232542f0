using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Infra.Backend.Settings.Values;

/// <summary>How a <see cref="Quantity"/> is written: <c>500m</c>, <c>128Mi</c> or <c>1e3</c>.</summary>
internal enum QuantityFormat
{
    /// <summary>Powers of 1000: n, u, m, none, k, M, G, T, P, E.</summary>
    DecimalSI,

    /// <summary>Powers of 1024: Ki, Mi, Gi, Ti, Pi, Ei.</summary>
    BinarySI,

    /// <summary>Powers of 1000 in scientific notation: e3, e6, ….</summary>
    DecimalExponent,
}

/// <summary>
/// An amount of a resource in Kubernetes' notation (<c>resource.Quantity</c>): CPU in cores, memory and storage in bytes.
/// Exact to one billionth; finer fractions are rounded away from zero and amounts beyond 2^63-1 are capped, as the API server does.
/// Two quantities are equal when their amounts are, whatever their notation.
/// </summary>
internal readonly struct Quantity : IEquatable<Quantity>, IComparable<Quantity>, ISpanParsable<Quantity>
{
    private const int NanoDigits = 9;
    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");
    private static readonly Int128 One = Pow10(NanoDigits);
    private static readonly Int128 Largest = (Int128)long.MaxValue * One;
    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    private readonly Int128 _nanos;

    private Quantity(Int128 nanos, QuantityFormat format)
    {
        _nanos = Int128.Clamp(nanos, -Largest, Largest);
        Format = format;
    }

    public static Quantity Zero => default;

    public QuantityFormat Format { get; }

    public bool IsZero => _nanos == 0;

    public bool IsNegative => _nanos < 0;

    public bool IsWhole => _nanos % One == 0;

    /// <summary>The amount as a floating-point number, for ratios and messages; sums are made on quantities.</summary>
    public double Approximate => (double)_nanos / (double)One;

    public static Quantity FromWhole(long amount, QuantityFormat format = QuantityFormat.DecimalSI) => new(amount * One, format);

    public static Quantity FromMilli(long thousandths) => new(thousandths * Pow10(NanoDigits - 3), QuantityFormat.DecimalSI);

    public static Quantity operator +(Quantity left, Quantity right) => new(left._nanos + right._nanos, FormatOfSum(left, right));

    public static Quantity operator -(Quantity left, Quantity right) => new(left._nanos - right._nanos, FormatOfSum(left, right));

    public static Quantity operator -(Quantity value) => new(-value._nanos, value.Format);

    /// <summary>Scales by a whole number, capped at the largest quantity.</summary>
    public static Quantity operator *(Quantity value, long factor) => FromExact((BigInteger)value._nanos * factor, value.Format);

    /// <summary>Scales by the ratio <paramref name="numerator"/> / <paramref name="denominator"/>, rounded away from zero to one billionth.</summary>
    public Quantity Scale(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfZero(denominator);
        return FromExact(DivideAwayFromZero((BigInteger)_nanos * numerator, denominator), Format);
    }

    /// <summary>Rounds up to a multiple of <paramref name="step"/>, so that derived sizes stay readable.</summary>
    public Quantity RoundUpTo(Quantity step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step._nanos, Int128.Zero);
        var remainder = ((_nanos % step._nanos) + step._nanos) % step._nanos;
        return remainder == 0 ? new(_nanos, step.Format) : new(_nanos - remainder + step._nanos, step.Format);
    }

    public static Quantity Max(Quantity left, Quantity right) => left >= right ? left : right;

    public static Quantity Min(Quantity left, Quantity right) => left <= right ? left : right;

    public static bool operator ==(Quantity left, Quantity right) => left.Equals(right);

    public static bool operator !=(Quantity left, Quantity right) => !left.Equals(right);

    public static bool operator <(Quantity left, Quantity right) => left._nanos < right._nanos;

    public static bool operator >(Quantity left, Quantity right) => left._nanos > right._nanos;

    public static bool operator <=(Quantity left, Quantity right) => left._nanos <= right._nanos;

    public static bool operator >=(Quantity left, Quantity right) => left._nanos >= right._nanos;

    public int CompareTo(Quantity other) => _nanos.CompareTo(other._nanos);

    public bool Equals(Quantity other) => _nanos == other._nanos;

    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    public override int GetHashCode() => _nanos.GetHashCode();

    public static Quantity Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static Quantity Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException($"'{s}' is not a quantity, such as 250m, 2 or 512Mi.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Quantity result) =>
        TryParse(s.AsSpan(), provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Quantity result)
    {
        result = default;
        var negative = s is ['-', ..];
        var rest = s is ['+' or '-', ..] ? s[1..] : s;
        var end = rest.IndexOfAnyExcept(NumberLetters);
        var number = end < 0 ? rest : rest[..end];
        if (!TryReadSuffix(end < 0 ? [] : rest[end..], out var numberBase, out var power, out var format)
            || !TryReadDigits(number, out var digits, out var fractionDigits))
        {
            return false;
        }

        if (numberBase == 10 && power > 60)
        {
            result = new(digits.IsZero ? 0 : negative ? -Largest : Largest, format);
            return true;
        }

        var numerator = digits * BigInteger.Pow(numberBase, Math.Max(power, 0)) * BigInteger.Pow(10, NanoDigits);
        var denominator = BigInteger.Pow(numberBase, Math.Max(-power, 0)) * BigInteger.Pow(10, fractionDigits);
        var nanos = DivideAwayFromZero(numerator, denominator);
        result = FromExact(negative ? -nanos : nanos, format);
        return true;
    }

    /// <summary>The canonical form: no fraction, the largest suffix that loses nothing.</summary>
    public override string ToString()
    {
        if (_nanos == 0)
        {
            return "0";
        }

        if (Format == QuantityFormat.BinarySI && IsWhole && Int128.Abs(_nanos) >= 1024 * One)
        {
            return FormatBinary(_nanos / One);
        }

        return FormatDecimal(_nanos, Format == QuantityFormat.DecimalExponent);
    }

    private static string FormatBinary(Int128 amount)
    {
        var power = 0;
        while (power < BinarySuffixes.Length - 1 && amount % 1024 == 0)
        {
            amount /= 1024;
            power++;
        }

        return amount.ToString(CultureInfo.InvariantCulture) + BinarySuffixes[power];
    }

    private static string FormatDecimal(Int128 nanos, bool exponent)
    {
        var power = 0;
        while (power < DecimalSuffixes.Length - 1 && nanos % 1000 == 0)
        {
            nanos /= 1000;
            power++;
        }

        var tens = (power - 3) * 3;
        var suffix = !exponent ? DecimalSuffixes[power] : tens == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"e{tens}");
        return nanos.ToString(CultureInfo.InvariantCulture) + suffix;
    }

    private static bool TryReadSuffix(ReadOnlySpan<char> suffix, out int numberBase, out int power, out QuantityFormat format)
    {
        (numberBase, power, format) = (10, 0, QuantityFormat.DecimalSI);
        for (var i = 0; i < DecimalSuffixes.Length; i++)
        {
            if (suffix.SequenceEqual(DecimalSuffixes[i]))
            {
                power = (i - 3) * 3;
                return true;
            }
        }

        for (var i = 1; i < BinarySuffixes.Length; i++)
        {
            if (suffix.SequenceEqual(BinarySuffixes[i]))
            {
                (numberBase, power, format) = (1024, i, QuantityFormat.BinarySI);
                return true;
            }
        }

        format = QuantityFormat.DecimalExponent;
        return suffix is ['e' or 'E', ..]
            && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power)
            && power > -1000;
    }

    private static bool TryReadDigits(ReadOnlySpan<char> number, out BigInteger digits, out int fractionDigits)
    {
        (digits, fractionDigits) = (default, 0);
        var point = number.IndexOf('.');
        if (point >= 0 && number[(point + 1)..].Contains('.'))
        {
            return false;
        }

        var whole = point < 0 ? number : number[..point];
        var fraction = point < 0 ? [] : number[(point + 1)..];
        fractionDigits = fraction.Length;
        return number.Length is > 0 and <= 100
            && BigInteger.TryParse(string.Concat(whole, fraction), NumberStyles.None, CultureInfo.InvariantCulture, out digits);
    }

    private static Quantity FromExact(BigInteger nanos, QuantityFormat format) =>
        new((Int128)BigInteger.Clamp(nanos, (BigInteger)(-Largest), (BigInteger)Largest), format);

    private static BigInteger DivideAwayFromZero(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        return remainder.IsZero ? quotient : quotient + (remainder.Sign * denominator.Sign);
    }

    private static QuantityFormat FormatOfSum(Quantity left, Quantity right) => left.IsZero ? right.Format : left.Format;

    private static Int128 Pow10(int exponent)
    {
        var result = Int128.One;
        for (var i = 0; i < exponent; i++)
        {
            result *= 10;
        }

        return result;
    }
}
