using System.Globalization;
using System.Text.Json;

namespace Infra.Backend.Settings.Documents;

/// <summary>
/// Reads a value of Pulumi's configuration into nodes. Values come decrypted and as JSON, without their lines; the stack's file,
/// read beside, gives each its line and tells which of them are encrypted there.
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

    /// <param name="value">The value as Pulumi hands it over: JSON for structures, the bare text for a scalar.</param>
    /// <param name="written">The same setting in the stack's file, if it stands there.</param>
    /// <param name="file">The stack's file, for what has no line.</param>
    /// <param name="hasSecrets">
    /// Pulumi lists the key as secret. Then whatever the file does not show in plain text counts as secret.
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
                // A text that happens to start with a brace; it is reported below as text where a structure is expected.
            }
        }

        return document.Scalar(value, written);
    }

    private SettingsNode Convert(JsonElement element, SettingsNode? written) => element.ValueKind switch
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
            entries.Add(new SettingsEntry(property.Name, entry?.KeyLocation ?? LocationOf(written), Convert(property.Value, entry?.Value)));
        }

        // JSON sorts the keys; people know them in the order they wrote them.
        if (mapping is not null)
        {
            entries.Sort((left, right) => Line(left).CompareTo(Line(right)));
        }

        return new MappingNode(LocationOf(written), entries);

        static int Line(SettingsEntry entry) => entry.KeyLocation.Line ?? int.MaxValue;
    }

    private SequenceNode ConvertArray(JsonElement element, SettingsNode? written)
    {
        var sequence = written as SequenceNode;
        var items = new List<SettingsNode>();
        foreach (var item in element.EnumerateArray())
        {
            items.Add(Convert(item, items.Count < sequence?.Items.Count ? sequence.Items[items.Count] : null));
        }

        return new SequenceNode(LocationOf(written), items);
    }

    private ScalarNode Scalar(string text, SettingsNode? written, ScalarKind? kind = null)
    {
        var plain = written as ScalarNode;

        // The file knows more than JSON does: 1.10 was written so, and a number in quotes was meant as text.
        if (plain is not null && !_hasSecrets && SameScalar(plain, text))
        {
            return plain;
        }

        var isSecret = _hasSecrets && (plain is null || plain.Text != text);
        return new ScalarNode(LocationOf(written), text, kind ?? YamlDocument.PlainKind(text), isSecret);
    }

    private static bool SameScalar(ScalarNode written, string text) => written.Kind switch
    {
        ScalarKind.Number => Number(written.Text) is { } number && number.Equals(Number(text)),
        ScalarKind.Boolean => string.Equals(written.Text, text, StringComparison.OrdinalIgnoreCase),
        _ => written.Text == text,
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private Location LocationOf(SettingsNode? written) => written?.Location ?? new Location(_file, null);
}
