using System.Globalization;
using System.Text;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>The function <c>format</c> of strings: <c>%s %d %f %e %b %x %X %o</c>.</summary>
internal static class TextFormatting
{
    public static object Format(string pattern, IReadOnlyList<object?> arguments)
    {
        var result = new StringBuilder();
        var used = 0;
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] != '%')
            {
                result.Append(pattern[at]);
                continue;
            }

            if (++at >= pattern.Length)
            {
                return new CelError("unexpected end of string");
            }

            if (pattern[at] == '%')
            {
                result.Append('%');
                continue;
            }

            var precision = ReadPrecision(pattern, ref at);
            if (at >= pattern.Length)
            {
                return new CelError("could not parse formatting clause: unexpected end of string");
            }

            if (used >= arguments.Count)
            {
                return new CelError($"index {used} out of range");
            }

            var formatted = FormatOne(pattern[at], precision, arguments[used++]);
            if (formatted is CelError)
            {
                return formatted;
            }

            result.Append((string)formatted);
        }
        return result.ToString();
    }

    private static int ReadPrecision(string pattern, ref int at)
    {
        if (pattern[at] != '.')
        {
            return 6;
        }

        var end = at + 1;
        while (end < pattern.Length && char.IsAsciiDigit(pattern[end]))
        {
            end++;
        }

        var digits = pattern[(at + 1)..end];
        at = end;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var precision) ? Math.Min(precision, 100) : 0;
    }

    private static object FormatOne(char clause, int precision, object? value)
    {
        switch (clause)
        {
            case 's':
                return TextForm.Of(value);
            case 'd':
                return value is long or ulong or double ? TextForm.Of(value) : Refuse("decimal", value);
            case 'f':
                return AsDouble(value) is { } plain
                    ? plain.ToString("F" + precision, CultureInfo.InvariantCulture)
                    : Refuse("fixed-point", value);
            case 'e':
                return AsDouble(value) is { } scientific
                    ? scientific.ToString("0." + new string('0', precision) + "e+00", CultureInfo.InvariantCulture)
                    : Refuse("scientific notation", value);
            case 'b':
                return value is bool flag ? (flag ? "1" : "0") : InRadix(value, 2) ?? (object)Refuse("binary", value);
            case 'o':
                return InRadix(value, 8) ?? (object)Refuse("octal", value);
            case 'x' or 'X':
                var hexadecimal = value switch
                {
                    string text => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
                    byte[] bytes => Convert.ToHexStringLower(bytes),
                    _ => InRadix(value, 16),
                };
                return hexadecimal is null ? Refuse("hex", value)
                    : clause == 'X' ? hexadecimal.ToUpperInvariant()
                    : hexadecimal;
            default:
                return new CelError($"could not parse formatting clause: unrecognized formatting clause \"{clause}\"");
        }
    }

    private static double? AsDouble(object? value) =>
        value switch
        {
            double number => number,
            long whole => whole,
            ulong whole => whole,
            _ => null,
        };

    private static string? InRadix(object? value, int radix) =>
        value switch
        {
            long.MinValue => null,
            long whole => (whole < 0 ? "-" : "") + ToRadix((ulong)Math.Abs(whole), (uint)radix),
            ulong whole => ToRadix(whole, (uint)radix),
            _ => null,
        };

    private static string ToRadix(ulong value, uint radix)
    {
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, "0123456789abcdef"[(int)(value % radix)]);
            value /= radix;
        } while (value > 0);
        return digits.ToString();
    }

    private static CelError Refuse(string clause, object? value) =>
        new($"error during formatting: {clause} clause cannot be used on {TextForm.Of(value)}");
}
