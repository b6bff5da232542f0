using System.Globalization;

namespace Infra.Simulator.Controllers;

/// <summary>An amount of a resource as Kubernetes writes it, such as <c>250m</c>, <c>1.5Gi</c> or <c>3e6</c>.</summary>
/// <param name="Value">The amount in the resource's base unit (cores, bytes, pieces).</param>
/// <param name="Format">The family of suffixes it is written with.</param>
internal readonly record struct Quantity(decimal Value, QuantityFormat Format = QuantityFormat.DecimalSI) : IComparable<Quantity>
{
    private static readonly (string Suffix, decimal Factor)[] BinarySuffixes =
    [
        ("Ei", 1152921504606846976m), ("Pi", 1125899906842624m), ("Ti", 1099511627776m), ("Gi", 1073741824m), ("Mi", 1048576m), ("Ki", 1024m),
    ];

    private static readonly (string Suffix, decimal Factor)[] DecimalSuffixes =
    [
        ("E", 1e18m), ("P", 1e15m), ("T", 1e12m), ("G", 1e9m), ("M", 1e6m), ("k", 1e3m), ("", 1m), ("m", 1e-3m), ("u", 1e-6m), ("n", 1e-9m),
    ];

    /// <summary>No amount at all.</summary>
    public static readonly Quantity Zero;

    /// <summary>The amount in thousandths, rounded up, as Kubernetes counts CPU.</summary>
    public long MilliValue => (long)Math.Ceiling(Value * 1000);

    /// <summary>The amount in whole units, rounded up, as Kubernetes counts everything but CPU.</summary>
    public long WholeValue => (long)Math.Ceiling(Value);

    /// <summary>Reads a quantity.</summary>
    /// <exception cref="FormatException">The text is no quantity.</exception>
    public static Quantity Parse(string text) =>
        TryParse(text, out var quantity) ? quantity : throw new FormatException($"'{text}' is not a quantity; write a number with an optional suffix, such as 250m or 1Gi");

    /// <summary>Reads a quantity; tells whether <paramref name="text"/> is one.</summary>
    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.' or '+' or '-' && end == 0))
            end++;
        if (!decimal.TryParse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var suffix = text[end..];
        foreach (var (name, factor) in BinarySuffixes)
        {
            if (suffix == name)
            {
                quantity = new Quantity(number * factor, QuantityFormat.BinarySI);
                return true;
            }
        }

        foreach (var (name, factor) in DecimalSuffixes)
        {
            if (suffix == name)
            {
                quantity = new Quantity(number * factor);
                return true;
            }
        }

        if (suffix.Length < 2 || suffix[0] is not ('e' or 'E')
            || !int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) || Math.Abs(exponent) > 20)
            return false;
        quantity = new Quantity(number * (decimal)Math.Pow(10, exponent), QuantityFormat.DecimalExponent);
        return true;
    }

    /// <summary>An amount of thousandths.</summary>
    public static Quantity FromMilli(long milli) => new(milli / 1000m);

    /// <summary>The sum, written as the first one is unless that is zero.</summary>
    public static Quantity operator +(Quantity a, Quantity b) => new(a.Value + b.Value, a.Value == 0 ? b.Format : a.Format);

    /// <summary>The difference, written as the first one is.</summary>
    public static Quantity operator -(Quantity a, Quantity b) => new(a.Value - b.Value, a.Format);

    /// <inheritdoc/>
    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    /// <summary>The canonical form: no fraction, the largest suffix that allows it.</summary>
    public override string ToString()
    {
        if (Value == 0)
            return "0";
        // Binary suffixes cannot write fractions and are not used below 1024.
        if (Format == QuantityFormat.BinarySI && Math.Abs(Value) >= 1024 && decimal.Truncate(Value) == Value)
        {
            foreach (var (suffix, factor) in BinarySuffixes)
            {
                if (Value % factor == 0)
                    return Write(Value / factor) + suffix;
            }

            return Write(Value);
        }

        foreach (var (suffix, factor) in DecimalSuffixes)
        {
            if (Value % factor == 0)
                return Write(Value / factor) + (Format == QuantityFormat.DecimalExponent ? Exponent(factor) : suffix);
        }

        return Write(Math.Ceiling(Value * 1e9m)) + "n";
    }

    private static string Write(decimal number) => decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture);

    private static string Exponent(decimal factor) => factor == 1 ? "" : "e" + Math.Round(Math.Log10((double)factor)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>The families of suffixes a quantity may be written with.</summary>
internal enum QuantityFormat
{
    /// <summary>Powers of 1000: m, k, M, G …</summary>
    DecimalSI,

    /// <summary>Powers of 1024: Ki, Mi, Gi …</summary>
    BinarySI,

    /// <summary>Powers of ten: e3, e6 …</summary>
    DecimalExponent,
}
