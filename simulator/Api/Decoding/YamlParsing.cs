using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Simulator.Api.Decoding;

/// <summary>
/// Parses the first YAML document of a text to JSON with the YAML 1.1 rules for plain scalars, as Kubernetes does. The last of duplicate
/// keys wins, and duplicates are reported.
/// </summary>
internal sealed class YamlParsing
{
    private readonly BoundedYamlParser _parser;
    private readonly ICollection<string> _duplicates;
    private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);

    private YamlParsing(string text, ICollection<string> duplicates)
    {
        _parser = new BoundedYamlParser(text, allowTags: true);
        _duplicates = duplicates;
    }

    /// <param name="text">The text.</param>
    /// <param name="duplicateKeys">If given, receives <c>line 2: key "a" already set in map</c> for each duplicate key.</param>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static JsonNode? Parse(string text, ICollection<string>? duplicateKeys = null) =>
        new YamlParsing(text, duplicateKeys ?? []).ReadDocument();

    /// <summary>Describes an error as Go's parser does: <c>yaml: line 2: mapping values are not allowed in this context</c>.</summary>
    public static string Describe(YamlException error)
    {
        var message = error is YamlLimitException { Problem: var limit } ? limit : error.Message;
        var text = message.Contains("): ", StringComparison.Ordinal)
            ? message[(message.IndexOf("): ", StringComparison.Ordinal) + 3)..]
            : message;
        var isOfScanner =
            text.StartsWith("While scanning", StringComparison.Ordinal) || !text.StartsWith("While ", StringComparison.Ordinal);
        var problem =
            text.Contains("invalid mapping", StringComparison.Ordinal) ? "mapping values are not allowed in this context"
            : text.StartsWith("While ", StringComparison.Ordinal) && text.Contains(", ", StringComparison.Ordinal)
                ? text[(text.IndexOf(", ", StringComparison.Ordinal) + 2)..].TrimEnd('.')
            : text.Length == 0 ? text
            : char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.');
        // Go counts lines from zero, leaves out the first, and adds one for errors of the scanner only.
        var line = error.Start.Line - 1;
        return line <= 0
            ? $"yaml: {problem}"
            : string.Create(CultureInfo.InvariantCulture, $"yaml: line {(isOfScanner ? line + 1 : line)}: {problem}");
    }

    private JsonNode? ReadDocument()
    {
        while (_parser.MoveNext())
        {
            if (_parser.Current is NodeEvent or AnchorAlias)
            {
                var root = ReadNode();
                while (_parser.MoveNext() && _parser.Current is not DocumentEnd)
                {
                    // The parser throws on anything but the end of the document.
                }

                return root;
            }
        }

        return null;
    }

    private JsonNode? ReadNode()
    {
        switch (_parser.Current)
        {
            case AnchorAlias alias:
                return _anchors[alias.Value.Value]?.DeepClone();
            case Scalar scalar:
                return Remember(
                    scalar,
                    scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? ConvertPlain(scalar.Value) : JsonValue.Create(scalar.Value)
                );
            case SequenceStart start:
                var list = new JsonArray();
                while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
                {
                    list.Add(ReadNode());
                }

                return Remember(start, list);
            case MappingStart start:
                return Remember(start, ReadMapping());
            case var other:
                throw new YamlException(other!.Start, other.End, "did not find expected node content");
        }
    }

    private JsonObject ReadMapping()
    {
        var result = new JsonObject();
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            var line = _parser.Current!.Start.Line;
            var key = ConvertKey(ReadNode());
            _parser.MoveNext();
            var value = ReadNode();
            if (key == "<<" && value is JsonObject merged)
            {
                foreach (var (name, inherited) in merged.Where(entry => !result.ContainsKey(entry.Key)))
                {
                    result[name] = inherited?.DeepClone();
                }

                continue;
            }

            if (result.ContainsKey(key))
            {
                _duplicates.Add(string.Create(CultureInfo.InvariantCulture, $"line {line}: key \"{key}\" already set in map"));
            }

            result[key] = value;
        }

        return result;
    }

    private JsonNode? Remember(NodeEvent node, JsonNode? value)
    {
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor.Value] = value?.DeepClone();
        }

        return value;
    }

    /// <summary>Converts a key to a string; a key of another type to the JSON of its value.</summary>
    private static string ConvertKey(JsonNode? key) =>
        key switch
        {
            JsonValue value when value.TryGetValue(out string? text) => text,
            var other => other?.ToJsonString() ?? "null",
        };

    private static JsonNode? ConvertPlain(string text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
            "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => ConvertWhole(
                text,
                whole
            ),
            _ when text.StartsWith("0x", StringComparison.Ordinal)
                    && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hexadecimal) =>
                hexadecimal,
            _ when LooksLikeNumber(text)
                    && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && double.IsFinite(number) => number,
            _ => JsonValue.Create(text),
        };

    private static JsonNode ConvertWhole(string text, long whole)
    {
        var digits = text.TrimStart('-', '+');
        var isOctal = digits.Length > 1 && digits[0] == '0' && digits.All(digit => digit is >= '0' and <= '7');
        return isOctal ? System.Convert.ToInt64(digits, 8) * (text[0] == '-' ? -1 : 1) : whole;
    }

    private static bool LooksLikeNumber(string text) =>
        (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')
        && text.Any(char.IsAsciiDigit)
        && !text.Contains(',', StringComparison.Ordinal);
}
