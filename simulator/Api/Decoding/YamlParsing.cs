using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Simulator.Api.Decoding;

/// <summary>Parses the first YAML document of a text to JSON with the YAML 1.1 rules for plain scalars, as Kubernetes does.</summary>
internal static class YamlParsing
{
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static JsonNode? Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new BoundedYamlParser(text, allowTags: true));
        return yaml.Documents.Count == 0 ? null : Convert(yaml.Documents[0].RootNode);
    }

    private static JsonNode? Convert(YamlNode node) =>
        node switch
        {
            YamlMappingNode mapping => ConvertMapping(mapping),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
            YamlScalarNode { Style: ScalarStyle.Plain } plain => ConvertPlain(plain.Value ?? ""),
            YamlScalarNode scalar => JsonValue.Create(scalar.Value),
            _ => null,
        };

    private static JsonObject ConvertMapping(YamlMappingNode mapping)
    {
        var result = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            result[ConvertKey(key)] = Convert(value);
        }

        return result;
    }

    /// <summary>Converts a key to a string; a key of another type to the JSON of its value.</summary>
    private static string ConvertKey(YamlNode key) =>
        Convert(key) switch
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
            _ when LooksLikeNumber(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
                number,
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
