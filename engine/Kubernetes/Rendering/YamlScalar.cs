using System.Buffers;
using System.Globalization;
using System.Text;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>Writes texts as YAML scalars, quoted wherever a parser of YAML 1.1 or 1.2 might read another type.</summary>
internal static class YamlScalar
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:@+"
    );

    /// <summary>Writes a text in the style that suits it.</summary>
    /// <param name="output">Receives the text.</param>
    /// <param name="text">The text.</param>
    /// <param name="column">The column of the lines of a block.</param>
    /// <returns>Whether the output ends with a line break.</returns>
    public static bool Write(StringBuilder output, string text, int column)
    {
        if (IsBlock(text))
        {
            WriteBlock(output, text, column);
            return text[^1] == '\n';
        }

        if (IsUnambiguous(text))
        {
            output.Append(text);
        }
        else
        {
            WriteQuoted(output, text);
        }

        return false;
    }

    private static bool IsUnambiguous(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_')
        && !text.AsSpan().ContainsAnyExcept(Plain)
        && text[^1] != ':'
        && !(text.Length <= "FALSE".Length && IsKeyword(text.ToUpperInvariant()));

    // What YAML 1.1 reads as a boolean, null or number, although it consists of letters.
    private static bool IsKeyword(string upper) =>
        upper is "Y" or "N" or "YES" or "NO" or "ON" or "OFF" or "TRUE" or "FALSE" or "NULL" or "NAN" or "INF";

    // Spaces that begin the text or end a line would be lost or need an indicator.
    private static bool IsBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && text[0] is not (' ' or '\n')
        && text[^1] != ' '
        && !text.Contains(" \n", StringComparison.Ordinal)
        && text.All(c => c == '\n' || (IsPrintable(c) && c is not ('\t' or '\u0085')));

    // The separators of lines and paragraphs, U+2028 and U+2029, are line breaks to parsers of YAML 1.1 only.
    private static bool IsPrintable(char c) =>
        c
            is '\t'
                or (>= ' ' and <= '~')
                or '\u0085'
                or (>= '\u00a0' and <= '\ud7ff' and not ('\u2028' or '\u2029'))
                or (>= '\ue000' and <= '\ufffd');

    private static void WriteBlock(StringBuilder output, string text, int column)
    {
        output
            .Append(
                text.EndsWith("\n\n", StringComparison.Ordinal) ? "|+"
                : text[^1] == '\n' ? "|"
                : "|-"
            )
            .Append('\n');
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf('\n');
            var line = end < 0 ? rest : rest[..end];
            if (!line.IsEmpty)
            {
                output.Append(' ', column).Append(line);
            }

            if (end < 0)
            {
                break;
            }

            output.Append('\n');
            rest = rest[(end + 1)..];
        }
    }

    private static void WriteQuoted(StringBuilder output, string text)
    {
        output.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsPrintable(c) && c is not ('"' or '\\' or '\u0085'))
            {
                output.Append(c);
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
            {
                output.Append(CultureInfo.InvariantCulture, $"\\U{char.ConvertToUtf32(c, text[++i]):X8}");
            }
            else
            {
                output.Append('\\').Append(Escape(c));
            }
        }

        output.Append('"');
    }

    private static string Escape(char c) =>
        c switch
        {
            '\0' => "0",
            '\a' => "a",
            '\b' => "b",
            '\n' => "n",
            '\v' => "v",
            '\f' => "f",
            '\r' => "r",
            '\u001b' => "e",
            '"' => "\"",
            '\\' => "\\",
            '\u0085' => "N",
            '\u2028' => "L",
            '\u2029' => "P",
            <= '\u00ff' => string.Create(CultureInfo.InvariantCulture, $"x{(int)c:X2}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"u{(int)c:X4}"),
        };
}
