using System.Globalization;
using System.Text;
using Infra.Simulator.Cel.Checking;

namespace Infra.Simulator.Cel.Values;

/// <summary>Values as text, as <c>string()</c> and error messages show them.</summary>
internal static class TextForm
{
    public static string Of(object? value) =>
        value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            string text => text,
            double number => OfNumber(number),
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            DateTimeOffset time => OfTime(time),
            CelDuration duration => OfDuration(duration),
            CelType type => type.Name,
            CelOptional optional => optional.HasValue ? $"optional({Of(optional.Value)})" : "optional.none()",
            IReadOnlyList<object?> list => $"[{string.Join(", ", list.Select(Of))}]",
            ICelMap map =>
                $"{{{string.Join(", ", map.Keys.Select(key => map.TryGet(key, out var found) ? $"{Of(key)}: {Of(found)}" : ""))}}}",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    /// <summary>A number with the least digits that identify it, with an exponent if it is very large or small.</summary>
    public static string OfNumber(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN"
                : number > 0 ? "+Inf"
                : "-Inf";
        }

        var size = Math.Abs(number);
        if (size == 0 || size is >= 1e-4 and < 1e21)
        {
            return number == Math.Floor(number) && size < 1e15 ? number.ToString("0", CultureInfo.InvariantCulture)
                : ((decimal)number is var exact && (double)exact == number && size < 1e27) ? exact.ToString(CultureInfo.InvariantCulture)
                : number.ToString("R", CultureInfo.InvariantCulture);
        }

        var text = number.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        text = shortest.Contains('E', StringComparison.Ordinal) ? shortest : text;
        var parts = text.Split('E');
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return $"{parts[0]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    public static string OfTime(DateTimeOffset time)
    {
        var fraction = time.Ticks % TimeSpan.TicksPerSecond;
        var digits = fraction == 0 ? "" : "." + fraction.ToString("0000000", CultureInfo.InvariantCulture).TrimEnd('0');
        return time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + digits + "Z";
    }

    /// <summary>A duration in seconds.</summary>
    public static string OfDuration(CelDuration duration) =>
        (duration.Nanoseconds / 1_000_000_000m).ToString("0.#########", CultureInfo.InvariantCulture) + "s";
}
