using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Decoding;

/// <summary>Finds the first error of a text that is not JSON, in the words of Go's parser, which are the API server's.</summary>
internal static class GoJson
{
    /// <summary>The deepest nesting. Go's limit is 10,000; no schema needs more than this.</summary>
    public const int MaximumDepth = 512;

    /// <summary>Returns the error; null for valid JSON.</summary>
    public static string? FindError(ReadOnlySpan<byte> text)
    {
        var scanner = new GoJsonScanner(text);
        return scanner.ScanDocument();
    }

    /// <summary>Parses a text in which <see cref="FindError"/> finds no error, as deep as it allows.</summary>
    public static JsonNode? Parse(string text) =>
        JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = MaximumDepth });

    /// <summary>The name of the JSON type of a value in messages.</summary>
    public static string NameOf(JsonNode? value) =>
        value switch
        {
            null => "null",
            JsonObject => "object",
            JsonArray => "array",
            _ => value.GetValueKind() switch
            {
                JsonValueKind.String => "string",
                JsonValueKind.Number => "number",
                _ => "bool",
            },
        };

    /// <summary>Returns a character as Go quotes it in messages.</summary>
    public static string Quote(char value) =>
        value switch
        {
            '\'' => "'\\''",
            '\\' => "'\\\\'",
            '\a' => "'\\a'",
            '\b' => "'\\b'",
            '\f' => "'\\f'",
            '\n' => "'\\n'",
            '\r' => "'\\r'",
            '\t' => "'\\t'",
            '\v' => "'\\v'",
            < ' ' or '\x7f' => string.Create(CultureInfo.InvariantCulture, $"'\\x{(int)value:x2}'"),
            >= '\x80' and <= '\xa0' or '\xad' => string.Create(CultureInfo.InvariantCulture, $"'\\u{(int)value:x4}'"),
            _ => $"'{value}'",
        };
}
