using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Objects;

/// <summary>An amount of a resource as Kubernetes writes it: <c>250m</c>, <c>1.5Gi</c>, <c>2e3</c>. Resolution is 10⁻⁹, rounded up.</summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    private const string DecimalSuffixes = "num kMGTPE";
    private const string BinarySuffixes = " KMGTPE";
    private const decimal Resolution = 0.000000001m;

    private readonly Notation _notation;

    private Quantity(decimal value, Notation notation)
    {
        Value = value;
        _notation = notation;
    }

    private enum Notation
    {
        DecimalSuffix,
        BinarySuffix,
        Exponent,
    }

    /// <summary>Nothing.</summary>
    public static Quantity Zero => default;

    /// <summary>The amount in the resource's own unit (cores, bytes, pieces).</summary>
    public decimal Value { get; }

    /// <summary>The amount in thousandths, rounded up; limited to what fits 64 bits.</summary>
    public long MilliValue => ToWhole(Value * 1000);

    /// <summary>The amount in whole units, rounded up; limited to what fits 64 bits.</summary>
    public long WholeValue => ToWhole(Value);

    /// <summary>An amount to be written with decimal suffixes.</summary>
    public static Quantity Of(decimal value) => new(value, Notation.DecimalSuffix);

    /// <summary>An amount in thousandths of a unit.</summary>
    public static Quantity OfMilli(long value) => new(value / 1000m, Notation.DecimalSuffix);

    /// <summary>An amount in bytes, to be written with binary suffixes.</summary>
    public static Quantity OfBytes(long value) => new(value, Notation.BinarySuffix);

    /// <summary>Reads a quantity; zero where <paramref name="json"/> is absent or none.</summary>
    public static Quantity FromJson(JsonNode? json) => json is not null && TryParse(TextOf(json), out var parsed) ? parsed : default;

    /// <summary>Reads a quantity.</summary>
    /// <exception cref="FormatException">The text is no quantity.</exception>
    public static Quantity Parse(string text) =>
        TryParse(text, out var parsed) ? parsed : throw new FormatException($"\"{text}\" is not a quantity such as 250m, 1.5Gi or 2e3.");

    /// <summary>Reads a quantity.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Quantity quantity)
    {
        quantity = default;
        if (string.IsNullOrEmpty(text))
            return false;
        var end = text[0] is '+' or '-' ? 1 : 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        if (!decimal.TryParse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || !TryReadSuffix(text.AsSpan(end), out var factor, out var notation))
            return false;
        try
        {
            quantity = new Quantity(RoundUp(number * factor), notation);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>The sum, written like <paramref name="left"/> unless that is zero.</summary>
    public static Quantity operator +(Quantity left, Quantity right) =>
        new(left.Value + right.Value, left.Value == 0 ? right._notation : left._notation);

    /// <summary>The difference, written like <paramref name="left"/> unless that is zero.</summary>
    public static Quantity operator -(Quantity left, Quantity right) =>
        new(left.Value - right.Value, left.Value == 0 ? right._notation : left._notation);

    /// <summary>Whether the left amount is less.</summary>
    public static bool operator <(Quantity left, Quantity right) => left.Value < right.Value;

    /// <summary>Whether the left amount is more.</summary>
    public static bool operator >(Quantity left, Quantity right) => left.Value > right.Value;

    /// <summary>Whether the left amount is less or the same.</summary>
    public static bool operator <=(Quantity left, Quantity right) => left.Value <= right.Value;

    /// <summary>Whether the left amount is more or the same.</summary>
    public static bool operator >=(Quantity left, Quantity right) => left.Value >= right.Value;

    /// <summary>The sum; see the operator.</summary>
    public static Quantity Add(Quantity left, Quantity right) => left + right;

    /// <summary>The difference; see the operator.</summary>
    public static Quantity Subtract(Quantity left, Quantity right) => left - right;

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    /// <summary>Two ways to write the same amount are equal.</summary>
    public bool Equals(Quantity other) => Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <summary>The canonical form: no fraction, the largest suffix that keeps the amount whole.</summary>
    public override string ToString()
    {
        if (Value == 0)
            return "0";
        var whole = decimal.Truncate(Value) == Value;
        if (_notation == Notation.BinarySuffix && whole && Math.Abs(Value) >= 1024)
            return Binary();
        var (number, power) = Reduce();
        return _notation == Notation.Exponent
            ? Text(number) + (power == 0 ? "" : $"e{power}")
            : Text(number) + (power == 0 ? "" : DecimalSuffixes[(power / 3) + 3]);
    }

    private static string TextOf(JsonNode json) => json.GetValueKind() == System.Text.Json.JsonValueKind.String ? json.GetValue<string>() : json.ToJsonString();

    private static string Text(decimal number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static long ToWhole(decimal value) =>
        value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)decimal.Ceiling(value);

    private static decimal RoundUp(decimal value)
    {
        var units = value / Resolution;
        var whole = value < 0 ? decimal.Floor(units) : decimal.Ceiling(units);
        return whole * Resolution;
    }

    private static bool TryReadSuffix(ReadOnlySpan<char> suffix, out decimal factor, out Notation notation)
    {
        factor = 1;
        notation = Notation.DecimalSuffix;
        if (suffix.IsEmpty)
            return true;
        if (suffix.Length == 1 && suffix[0] != ' ' && DecimalSuffixes.IndexOf(suffix[0], StringComparison.Ordinal) is var place and >= 0)
        {
            factor = PowerOfTen((place - 3) * 3);
            return true;
        }
        if (suffix.Length == 2 && suffix[1] == 'i' && suffix[0] != ' ' && BinarySuffixes.IndexOf(suffix[0], StringComparison.Ordinal) is var binary and > 0)
        {
            notation = Notation.BinarySuffix;
            for (var i = 0; i < binary; i++)
                factor *= 1024;
            return true;
        }
        if (suffix[0] is not ('e' or 'E')
            || !int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || Math.Abs(exponent) > 18)
            return false;
        notation = Notation.Exponent;
        factor = PowerOfTen(exponent);
        return true;
    }

    private static decimal PowerOfTen(int exponent)
    {
        var factor = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++)
            factor *= 10;
        return exponent < 0 ? 1 / factor : factor;
    }

    private (decimal Number, int Power) Reduce()
    {
        var (number, power) = (Value, 0);
        while (number != decimal.Truncate(number) && power > -9)
            (number, power) = (number * 1000, power - 3);
        while (power < 18 && number % 1000 == 0)
            (number, power) = (number / 1000, power + 3);
        return (number, power);
    }

    private string Binary()
    {
        var (number, place) = (Value, 0);
        while (place < BinarySuffixes.Length - 1 && number % 1024 == 0)
            (number, place) = (number / 1024, place + 1);
        return Text(number) + (place == 0 ? "" : $"{BinarySuffixes[place]}i");
    }
}
