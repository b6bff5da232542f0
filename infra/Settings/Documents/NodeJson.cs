using System.Globalization;
using System.Text.Json.Nodes;

namespace Infra.Backend.Settings.Documents;

/// <summary>
/// Converts nodes to JSON for Kubernetes. Whole numbers are read as kubectl reads them, by YAML 1.1: <c>0644</c> is octal.
/// </summary>
internal static class NodeJson
{
    public static JsonNode? Convert(SettingsNode node) =>
        node switch
        {
            MappingNode mapping => ConvertMapping(mapping),
            SequenceNode sequence => new JsonArray([.. sequence.Items.Select(Convert)]),
            ScalarNode { Kind: ScalarKind.Number } number => ConvertNumber(number.Text),
            ScalarNode { Kind: ScalarKind.Boolean } boolean => JsonValue.Create(boolean.Text is ['t' or 'T', ..]),
            ScalarNode { Kind: ScalarKind.Text } text => JsonValue.Create(text.Unbuilt ?? text.Text),
            _ => null,
        };

    /// <summary>Finds the encrypted values in a node.</summary>
    public static IEnumerable<SettingsNode> FindSecrets(SettingsNode node) =>
        node switch
        {
            MappingNode mapping => mapping.Entries.SelectMany(entry => FindSecrets(entry.Value)),
            SequenceNode sequence => sequence.Items.SelectMany(FindSecrets),
            ScalarNode { IsSecret: true } => [node],
            _ => [],
        };

    /// <summary>Finds the place of a value, or of the nearest value around it that exists.</summary>
    public static Location Locate(SettingsNode node, IEnumerable<(string Key, int? Index)> path)
    {
        var (found, location) = (node, node.Location);
        foreach (var (key, index) in path)
        {
            if (index is { } position && found is SequenceNode sequence && position < sequence.Items.Count)
            {
                found = sequence.Items[position];
                location = found.Location;
            }
            else if (index is null && found is MappingNode mapping && mapping.Entry(key) is { } entry)
            {
                found = entry.Value;
                location = entry.KeyLocation;
            }
            else
            {
                break;
            }
        }

        return location;
    }

    private static JsonObject ConvertMapping(MappingNode mapping)
    {
        var json = new JsonObject();
        foreach (var entry in mapping.Entries)
        {
            json[entry.Key] = Convert(entry.Value);
        }

        return json;
    }

    private static JsonValue ConvertNumber(string text)
    {
        var digits = text.TrimStart('-', '+');
        if (digits.Length > 1 && digits[0] == '0' && digits.All(digit => digit is >= '0' and <= '7'))
        {
            var octal = System.Convert.ToInt64(digits, 8);
            return JsonValue.Create(text[0] == '-' ? -octal : octal);
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? JsonValue.Create(whole)
            : JsonValue.Create(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }
}
