using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Infra.Kubernetes;

/// <summary>
/// An amount of a resource, equivalent to apimachinery's <c>resource.Quantity</c>: cores for CPU, bytes for memory and storage, a count for
/// other resources. The resolution is 10⁻⁹; finer fractions are rounded away from zero. Two quantities are equal if their amounts are, even
/// in different notations.
/// </summary>
/// <remarks>
/// Only amounts in binary notation are capped at 2⁶³-1 when parsed. Two behaviors of Go's implementation contradict its documented grammar
/// and are not reproduced: a text without digits (<c>Gi</c>) is an error, not zero, and quantities are always written in canonical form,
/// where Go returns some as they were parsed (<c>+5</c>, <c>1.001</c>).
/// </remarks>
public readonly struct Quantity : IEquatable<Quantity>, IComparable<Quantity>, IComparable, ISpanParsable<Quantity>
{
    internal const int NanoDigits = 9;
    private const long NanosPerUnit = 1_000_000_000;
    private const long NanosPerMilli = 1_000_000;

    /// <summary>The largest amount stored in 128 bits: the sum of two such amounts does not overflow.</summary>
    private static readonly Int128 MaxSmall = (Int128.One << 126) - 1;

    // An Int128 as a field would keep every method that handles a type with a quantity from being compiled ahead of time.
    private readonly ulong _lowerNanos;
    private readonly long _upperNanos;

    // A separate object, because few quantities need it; null if the amount fits into 128 bits.
    private readonly LargeAmount? _large;

    private Quantity(Int128 nanos, QuantityFormat format)
    {
        (_upperNanos, _lowerNanos) = ((long)(nanos >> 64), (ulong)(nanos & ulong.MaxValue));
        Format = format;
    }

    private Quantity(BigInteger nanos, QuantityFormat format)
    {
        Format = format;
        if (BigInteger.Abs(nanos) <= (BigInteger)MaxSmall)
        {
            this = new Quantity((Int128)nanos, format);
        }
        else
        {
            _large = new LargeAmount(nanos);
        }
    }

    private sealed record LargeAmount(BigInteger Nanos);

    /// <summary>
    /// A regular expression (ECMA 262) for the text of a quantity. It matches what <see cref="Parse(string, IFormatProvider?)"/> accepts,
    /// except that it does not limit the number of digits and the exponent.
    /// </summary>
    public static string Pattern { get; } =
        $@"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)({string.Join('|', QuantitySuffixes.All)}|[eE][+-]?[0-9]+)?$";

    /// <summary>Zero, written <c>0</c>.</summary>
    public static Quantity Zero => default;

    /// <summary>The notation that <see cref="ToString()"/> uses if it is exact.</summary>
    public QuantityFormat Format { get; }

    /// <summary>Whether the amount is zero.</summary>
    public bool IsZero => Sign == 0;

    /// <summary>Whether the amount is negative.</summary>
    public bool IsNegative => Sign < 0;

    /// <summary>Whether the amount is a whole number of units.</summary>
    public bool IsWhole => _large is null ? SmallNanos % NanosPerUnit == 0 : (_large.Nanos % NanosPerUnit).IsZero;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign =>
        _large is { } large ? large.Nanos.Sign
        : _upperNanos < 0 ? -1
        : (_upperNanos | (long)_lowerNanos) == 0 ? 0
        : 1;

    /// <summary>The amount in whole units, rounded away from zero and clamped to 64 bits.</summary>
    public long WholeValue => ToInt64(NanosPerUnit);

    /// <summary>The amount in thousandths of a unit, rounded away from zero and clamped to 64 bits.</summary>
    public long MilliValue => ToInt64(NanosPerMilli);

    private Int128 SmallNanos => new((ulong)_upperNanos, _lowerNanos);

    private bool IsInt64 => _large is null && _upperNanos == (long)_lowerNanos >> 63;

    internal BigInteger Nanos => _large?.Nanos ?? SmallNanos;

    /// <summary>Creates a quantity of whole units.</summary>
    public static Quantity FromWhole(long amount, QuantityFormat format = QuantityFormat.DecimalSI) =>
        new((Int128)amount * NanosPerUnit, format);

    /// <summary>Creates a quantity of thousandths of a unit in the decimal notation.</summary>
    public static Quantity FromMilli(long thousandths) => new((Int128)thousandths * NanosPerMilli, QuantityFormat.DecimalSI);

    internal static Quantity FromNanos(Int128 nanos, QuantityFormat format) => new(nanos, format);

    internal static Quantity FromNanos(BigInteger nanos, QuantityFormat format) => new(nanos, format);

    /// <summary>
    /// Adds; the result has the notation of <paramref name="left"/>, or that of <paramref name="right"/> if <paramref name="left"/> is
    /// zero.
    /// </summary>
    public static Quantity operator +(Quantity left, Quantity right)
    {
        var format = left.IsZero ? right.Format : left.Format;
        if (left._large is not null || right._large is not null)
        {
            return new Quantity(left.Nanos + right.Nanos, format);
        }

        var sum = left.SmallNanos + right.SmallNanos;
        return Int128.Abs(sum) <= MaxSmall ? new Quantity(sum, format) : new Quantity((BigInteger)sum, format);
    }

    /// <summary>Subtracts; the notation is chosen as in a sum.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => left + -right;

    /// <summary>Negates.</summary>
    public static Quantity operator -(Quantity value) =>
        value._large is null ? new Quantity(-value.SmallNanos, value.Format) : new Quantity(-value.Nanos, value.Format);

    /// <summary>Multiplies by <paramref name="factor"/>.</summary>
    public static Quantity operator *(Quantity value, long factor) =>
        value.IsInt64 && factor != long.MinValue
            ? new Quantity(value.SmallNanos * factor, value.Format)
            : new Quantity(value.Nanos * factor, value.Format);

    /// <summary>Whether both amounts are the same.</summary>
    public static bool operator ==(Quantity left, Quantity right) => left.CompareTo(right) == 0;

    /// <summary>Whether the amounts differ.</summary>
    public static bool operator !=(Quantity left, Quantity right) => left.CompareTo(right) != 0;

    /// <summary>Whether the left amount is less.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left amount is greater.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left amount is less or equal.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left amount is greater or equal.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    /// <summary>The greater of two quantities; the left one if they are equal.</summary>
    public static Quantity Max(Quantity left, Quantity right) => left >= right ? left : right;

    /// <summary>The smaller of two quantities; the left one if they are equal.</summary>
    public static Quantity Min(Quantity left, Quantity right) => left <= right ? left : right;

    /// <summary>Parses a quantity such as <c>250m</c>, <c>1.5Gi</c> or <c>2e3</c>.</summary>
    /// <exception cref="FormatException">The text is not a quantity.</exception>
    public static Quantity Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    /// <summary>Parses a quantity such as <c>250m</c>, <c>1.5Gi</c> or <c>2e3</c>.</summary>
    /// <exception cref="FormatException">The text is not a quantity.</exception>
    public static Quantity Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        QuantityParser.TryParse(s, out var result)
            ? result
            : throw new FormatException($"'{s}' is not a quantity, such as 250m, 2 or 512Mi.");

    /// <summary>Parses a quantity; false if the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out Quantity result) => QuantityParser.TryParse(s, out result);

    /// <summary>Parses a quantity; false if the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Quantity result) =>
        QuantityParser.TryParse(s, out result);

    /// <summary>Parses a quantity; false if the text is not one.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Quantity result) =>
        QuantityParser.TryParse(s, out result);

    /// <summary>The canonical form of a text, or the text itself if it is not a quantity.</summary>
    public static string Canonicalize(string text) => TryParse(text, out var quantity) ? quantity.ToString() : text;

    /// <summary>The sum; see the operator.</summary>
    public static Quantity Add(Quantity left, Quantity right) => left + right;

    /// <summary>The difference; see the operator.</summary>
    public static Quantity Subtract(Quantity left, Quantity right) => left - right;

    /// <summary>The negated quantity; see the operator.</summary>
    public static Quantity Negate(Quantity value) => -value;

    /// <summary>The product; see the operator.</summary>
    public static Quantity Multiply(Quantity value, long factor) => value * factor;

    /// <summary>Scales by <paramref name="numerator"/> / <paramref name="denominator"/>, rounded away from zero to 10⁻⁹.</summary>
    public Quantity Scale(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfZero(denominator);
        return new Quantity(DivideAwayFromZero(Nanos * numerator, denominator), Format);
    }

    /// <summary>Rounds up to a multiple of <paramref name="step"/>, in the notation of <paramref name="step"/>.</summary>
    public Quantity RoundUpTo(Quantity step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(step.Sign, 0, nameof(step));
        var (nanos, stepNanos) = (Nanos, step.Nanos);
        var remainder = ((nanos % stepNanos) + stepNanos) % stepNanos;
        return new Quantity(remainder.IsZero ? nanos : nanos - remainder + stepNanos, step.Format);
    }

    /// <summary>The nearest double, for ratios and messages. Add and compare quantities, not doubles.</summary>
    public double ToDouble() => (_large is null ? (double)SmallNanos : (double)_large.Nanos) / NanosPerUnit;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) =>
        _large is not null || other._large is not null ? Nanos.CompareTo(other.Nanos)
        : _upperNanos != other._upperNanos ? _upperNanos.CompareTo(other._upperNanos)
        : _lowerNanos.CompareTo(other._lowerNanos);

    /// <inheritdoc/>
    public int CompareTo(object? obj) =>
        obj switch
        {
            null => 1,
            Quantity other => CompareTo(other),
            _ => throw new ArgumentException("A quantity compares only with a quantity.", nameof(obj)),
        };

    /// <inheritdoc/>
    public bool Equals(Quantity other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _large is null ? HashCode.Combine(_upperNanos, _lowerNanos) : _large.Nanos.GetHashCode();

    /// <summary>The canonical form: an integer with the largest possible suffix.</summary>
    public override string ToString() => IsInt64 ? QuantityWriter.Write((long)_lowerNanos, Format) : QuantityWriter.Write(Nanos, Format);

    internal static BigInteger DivideAwayFromZero(BigInteger numerator, BigInteger denominator)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        return remainder.IsZero ? quotient : quotient + (remainder.Sign * denominator.Sign);
    }

    private long ToInt64(long nanosPerPart)
    {
        if (IsInt64)
        {
            var (quotient, remainder) = Math.DivRem((long)_lowerNanos, nanosPerPart);
            return quotient + Math.Sign(remainder);
        }

        return (long)BigInteger.Clamp(DivideAwayFromZero(Nanos, nanosPerPart), long.MinValue, long.MaxValue);
    }
}
