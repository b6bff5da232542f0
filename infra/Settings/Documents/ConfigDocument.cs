using System.Globalization;
using System.Text.Json;

namespace Infra.Backend.Settings.Documents;

/// <summary>
/// Reads a value of Pulumi's configuration into nodes. Values are decrypted JSON without line numbers; the stack's file provides the line
/// of each value and shows which of them are encrypted.
/// </summary>
internal sealed class ConfigDocument
{
    private readonly string _file;
    private readonly bool _hasSecrets;

    private ConfigDocument(string file, bool hasSecrets)
    {
        _file = file;
        _hasSecrets = hasSecrets;
    }

    /// <param name="value">The value: JSON for structures, plain text for a scalar.</param>
    /// <param name="written">The same setting in the stack's file; null if it is not there.</param>
    /// <param name="file">The name of the stack's file, for values without a line.</param>
    /// <param name="hasSecrets">
    /// Whether Pulumi lists the key as secret. Then every value that the file does not show in plain text is secret.
    /// </param>
    public static SettingsNode Read(string value, SettingsNode? written, string file, bool hasSecrets)
    {
        var document = new ConfigDocument(file, hasSecrets);
        if (written is not ScalarNode && value.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            try
            {
                using var json = JsonDocument.Parse(value);
                return document.Convert(json.RootElement, written);
            }
            catch (JsonException)
            {
                // A string that starts with a brace: the binder rejects it where a structure is expected.
            }
        }

        return document.Scalar(value, written);
    }

    private SettingsNode Convert(JsonElement element, SettingsNode? written) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => ConvertObject(element, written),
            JsonValueKind.Array => ConvertArray(element, written),
            JsonValueKind.String => Scalar(element.GetString()!, written, ScalarKind.Text),
            JsonValueKind.True or JsonValueKind.False => Scalar(element.GetRawText(), written, ScalarKind.Boolean),
            JsonValueKind.Number => Scalar(element.GetRawText(), written, ScalarKind.Number),
            _ => Scalar("", written, ScalarKind.Null),
        };

    private MappingNode ConvertObject(JsonElement element, SettingsNode? written)
    {
        var mapping = written as MappingNode;
        var entries = new List<SettingsEntry>();
        foreach (var property in element.EnumerateObject())
        {
            var entry = mapping?.Entry(property.Name);
            var location = entry?.KeyLocation ?? GetLocation(written);

            // Of a structure that is encrypted as a whole, every value is.
            var value = IsEncrypted(written) ? written : entry?.Value;
            entries.Add(new SettingsEntry(property.Name, location, Convert(property.Value, value)));
        }

        // Pulumi sorts the keys; the file has their original order.
        if (mapping is not null)
        {
            entries.Sort((left, right) => Line(left).CompareTo(Line(right)));
        }

        return new MappingNode(GetLocation(written), entries);

        static int Line(SettingsEntry entry) => entry.KeyLocation.Line ?? int.MaxValue;
    }

    private SequenceNode ConvertArray(JsonElement element, SettingsNode? written)
    {
        var sequence = written as SequenceNode;
        var items = new List<SettingsNode>();
        foreach (var item in element.EnumerateArray())
        {
            var value = items.Count < sequence?.Items.Count ? sequence.Items[items.Count] : null;
            items.Add(Convert(item, IsEncrypted(written) ? written : value));
        }

        return new SequenceNode(GetLocation(written), items);
    }

    private ScalarNode Scalar(string text, SettingsNode? written, ScalarKind? kind = null)
    {
        var plain = written as ScalarNode;

        // The file is more precise than the JSON: it keeps 1.10 as written, and numbers in quotes as strings.
        if (plain is not null && SameScalar(plain, text))
        {
            return plain;
        }

        return new ScalarNode(GetLocation(written), text, kind ?? YamlDocument.PlainKind(text), _hasSecrets)
        {
            IsEncrypted = IsEncrypted(written),
        };
    }

    private static bool IsEncrypted(SettingsNode? written) => written is MappingNode { IsEncrypted: true };

    private static bool SameScalar(ScalarNode written, string text) =>
        written.Kind switch
        {
            ScalarKind.Number => Number(written.Text) is { } number && number.Equals(Number(text)),
            ScalarKind.Boolean => string.Equals(written.Text, text, StringComparison.OrdinalIgnoreCase),
            _ => written.Text == text,
        };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private Location GetLocation(SettingsNode? written) => written?.Location ?? new Location(_file, null);
}
