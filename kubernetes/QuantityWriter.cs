using System.Globalization;
using System.Numerics;

namespace Infra.Kubernetes;

/// <summary>Writes quantities in their canonical form.</summary>
internal static class QuantityWriter
{
    /// <param name="nanos">The amount in 10⁻⁹ units.</param>
    /// <param name="format">The notation. In binary notation, fractions and amounts below 1024 are written with decimal suffixes.</param>
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
            var (units, power) = Reduce(nanos / unit, T.CreateChecked(1024), QuantitySuffixes.Binary.Length - 1);
            return Text(units) + QuantitySuffixes.Binary[power];
        }

        // In scientific notation the exponent has no upper limit; with suffixes it ends at E.
        var isExponent = format == QuantityFormat.DecimalExponent;
        var (number, thousands) = Reduce(nanos, T.CreateChecked(1000), isExponent ? int.MaxValue : QuantitySuffixes.Decimal.Length - 1);
        var exponent = (thousands - QuantitySuffixes.DecimalUnit) * 3;
        var suffix =
            !isExponent ? QuantitySuffixes.Decimal[thousands]
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
