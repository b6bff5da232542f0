using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Infra.Engine.Projects.Yaml;

/// <summary>
/// Reads plain scalars as numbers like Go's yaml.v3 and writes them like Go's JSON, since Pulumi hands a program the JSON: integers may
/// have a prefix of their base and underscores, a leading zero means octal, and what does not fit 64 bits becomes a floating-point number.
/// </summary>
internal static partial class GoNumber
{
    private const double SmallestFixed = 1e-6;
    private const double SmallestScientific = 1e21;

    /// <summary>Reads a number.</summary>
    /// <returns>Null if the text is not a number, or has no finite value.</returns>
    public static JsonValue? TryParse(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.'))
        {
            return null;
        }

        // Where a text begins with its point, underscores do not group digits.
        var digits = text[0] == '.' ? text : text.Replace("_", "", StringComparison.Ordinal);
        if (TryParseInteger(digits) is { } integer)
        {
            return integer;
        }

        return
            Float().IsMatch(digits)
            && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? JsonNode.Parse(Write(number))!.AsValue()
            : null;
    }

    private static JsonValue? TryParseInteger(string text)
    {
        var isNegative = text[0] == '-';
        var hasSign = isNegative || text[0] == '+';
        var (digits, numberBase) = SplitBase(text[(hasSign ? 1 : 0)..]);
        UInt128 magnitude = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit) || GetValue(digit) >= numberBase)
            {
                return null;
            }

            magnitude = (magnitude * (uint)numberBase) + (uint)GetValue(digit);
            if (magnitude > ulong.MaxValue)
            {
                return null;
            }
        }

        // Only numbers without a sign may exceed 63 bits.
        return digits.Length == 0 ? null
            : isNegative
                ? magnitude > (UInt128)1 << 63 ? null
                    : JsonValue.Create((long)-(Int128)magnitude)
            : magnitude <= long.MaxValue ? JsonValue.Create((long)magnitude)
            : hasSign ? null
            : JsonValue.Create((ulong)magnitude);
    }

    private static (string Digits, int Base) SplitBase(string text) =>
        text switch
        {
            ['0', 'x' or 'X', .. var digits] => (digits, 16),
            ['0', 'o' or 'O', .. var digits] => (digits, 8),
            ['0', 'b' or 'B', .. var digits] => (digits, 2),
            ['0', _, ..] => (text[1..], 8),
            _ => (text, 10),
        };

    private static int GetValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>Writes a number with the fewest digits, and an exponent only where it is very large or small.</summary>
    private static string Write(double number)
    {
        var magnitude = Math.Abs(number);
        if (magnitude == 0)
        {
            return "0";
        }

        var shortest = number.ToString("R", CultureInfo.InvariantCulture).TrimStart('-').Split('E');
        var point = shortest[0].IndexOf('.', StringComparison.Ordinal);
        var all = shortest[0].Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        var exponent = (point < 0 ? all.Length : point) - 1 - (all.Length - digits.Length);
        exponent += shortest.Length > 1 ? int.Parse(shortest[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        digits = digits.TrimEnd('0');
        var sign = number < 0 ? "-" : "";
        if (magnitude is < SmallestFixed or >= SmallestScientific)
        {
            var fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}"
            );
        }

        var text = new StringBuilder(sign);
        if (exponent < 0)
        {
            text.Append("0.").Append('0', -exponent - 1).Append(digits);
        }
        else if (digits.Length <= exponent + 1)
        {
            text.Append(digits).Append('0', exponent + 1 - digits.Length);
        }
        else
        {
            text.Append(digits.AsSpan(0, exponent + 1)).Append('.').Append(digits.AsSpan(exponent + 1));
        }

        return text.ToString();
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();
}
