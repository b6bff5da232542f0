using System.Globalization;
using System.Text;

namespace Infra.Simulator.Cel.Syntax;

/// <summary>Decodes the escapes of texts and bytes.</summary>
internal static class TextLiterals
{
    /// <summary>Returns the value of a text token; null if an escape is invalid.</summary>
    public static string? DecodeText(string token) => Decode(token, isBytes: false) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Returns the value of a bytes token; null if an escape is invalid.</summary>
    public static byte[]? DecodeBytes(string token) => Decode(token, isBytes: true);

    private static byte[]? Decode(string token, bool isBytes)
    {
        var start = token.IndexOfAny(['"', '\'']);
        var isRaw = token[..start].Contains('r', StringComparison.OrdinalIgnoreCase);
        var quoted = token[start..];
        var width = quoted.Length >= 6 && quoted[0] == quoted[1] && quoted[1] == quoted[2] ? 3 : 1;
        var body = quoted[width..^width].Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var result = new List<byte>(body.Length);
        var at = 0;
        while (at < body.Length)
        {
            if (body[at] != '\\' || isRaw)
            {
                var rune = Rune.TryGetRuneAt(body, at, out var found) ? found : Rune.ReplacementChar;
                Append(result, rune);
                at += Math.Max(1, rune == Rune.ReplacementChar ? 1 : rune.Utf16SequenceLength);
            }
            else if (!TryDecodeEscape(body, ref at, isBytes, result))
            {
                return null;
            }
        }
        return [.. result];
    }

    private static bool TryDecodeEscape(string body, ref int at, bool isBytes, List<byte> result)
    {
        if (at + 1 >= body.Length)
        {
            return false;
        }

        var escape = body[at + 1];
        at += 2;
        if ("abfnrtv\\'\"`?".IndexOf(escape, StringComparison.Ordinal) is >= 0 and var index)
        {
            result.Add((byte)"\a\b\f\n\r\t\v\\'\"`?"[index]);
            return true;
        }
        var (digits, radix) = escape switch
        {
            'x' or 'X' => (2, 16),
            'u' when !isBytes => (4, 16),
            'U' when !isBytes => (8, 16),
            >= '0' and <= '3' => (3, 8),
            _ => (0, 0),
        };
        if (radix == 8)
        {
            at--;
        }

        if (digits == 0 || at + digits > body.Length || !TryParse(body.Substring(at, digits), radix, out var value))
        {
            return false;
        }

        at += digits;
        if (isBytes)
        {
            result.Add((byte)value);
            return true;
        }
        if (!Rune.IsValid((int)value))
        {
            return false;
        }

        Append(result, new Rune((int)value));
        return true;
    }

    private static bool TryParse(string digits, int radix, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            var number = int.TryParse([digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var parsed) ? parsed : radix;
            if (number >= radix)
            {
                return false;
            }

            value = (value * radix) + number;
        }
        return value <= int.MaxValue;
    }

    private static void Append(List<byte> result, Rune rune)
    {
        Span<byte> buffer = stackalloc byte[4];
        result.AddRange(buffer[..rune.EncodeToUtf8(buffer)]);
    }
}
