using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Infra.Simulator.Api.Decoding;

/// <summary>Reads the texts of JSON like Go: what is not Unicode becomes U+FFFD.</summary>
internal static class JsonText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Reads the string or property name at which the reader is.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        return !reader.ValueIsEscaped ? Encoding.UTF8.GetString(bytes)
            : bytes.IndexOf("\\u"u8) < 0 && Utf8IsValid(bytes) ? reader.GetString()!
            : Unescape(Encoding.UTF8.GetString(bytes));
    }

    private static bool Utf8IsValid(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] != 'u')
            {
                result.Append(UnescapeCharacter(text[i]));
                continue;
            }

            var unit = ParseUnit(text, i + 1);
            i += 4;
            if (!char.IsSurrogate(unit))
            {
                result.Append(unit);
            }
            else if (IsUnit(text, i + 1) && ParseUnit(text, i + 3) is var low && char.IsSurrogatePair(unit, low))
            {
                result.Append(unit).Append(low);
                i += 6;
            }
            else
            {
                result.Append(Replacement);
            }
        }

        return result.ToString();
    }

    private static char UnescapeCharacter(char escaped) =>
        escaped switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => escaped,
        };

    private static bool IsUnit(string text, int at) => at + 5 < text.Length && text[at] == '\\' && text[at + 1] == 'u';

    private static char ParseUnit(string text, int at) =>
        (char)ushort.Parse(text.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
