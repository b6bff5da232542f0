using System.Globalization;
using System.Numerics;

namespace Infra.Kubernetes;

/// <summary>Writes quantities in their canonical form.</summary>
internal static class QuantityWriter
{
    private static readonly string[] DecimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] BinarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <param name="nanos">The amount in 10⁻⁹ units.</param>
    /// <param name="format">The notation. Fractions and amounts below 1024 are written with decimal suffixes where it is binary.</param>
    public static string Write<T>(T nanos, QuantityFormat format)
        where T : IBinaryInteger<T>
    {
        if (T.IsZero(nanos))
        {
            return "0";
        }

        var unit = T.CreateChecked(1_000_000_000);
        if (format == QuantityFormat.BinarySI && T.IsZero(nanos % unit) && T.Abs(nanos / unit) >= T.CreateChecked(1024))
        {
            var (units, power) = Reduce(nanos / unit, T.CreateChecked(1024), BinarySuffixes.Length - 1);
            return Text(units) + BinarySuffixes[power];
        }

        // In scientific notation the exponent has no upper limit; with suffixes it ends at E.
        var isExponent = format == QuantityFormat.DecimalExponent;
        var (number, thousands) = Reduce(nanos, T.CreateChecked(1000), isExponent ? int.MaxValue : DecimalSuffixes.Length - 1);
        var exponent = (thousands - 3) * 3;
        var suffix =
            !isExponent ? DecimalSuffixes[thousands]
            : exponent == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"e{exponent}");
        return Text(number) + suffix;
    }

    private static (T Number, int Power) Reduce<T>(T number, T step, int highestPower)
        where T : IBinaryInteger<T>
    {
        var power = 0;
        while (power < highestPower)
        {
            var (quotient, remainder) = T.DivRem(number, step);
            if (!T.IsZero(remainder))
            {
                break;
            }

            (number, power) = (quotient, power + 1);
        }

        return (number, power);
    }

    private static string Text<T>(T number)
        where T : IBinaryInteger<T> => number.ToString(null, CultureInfo.InvariantCulture);
}
