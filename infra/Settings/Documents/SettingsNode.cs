
namespace Infra.Backend.Settings.Documents;

/// <summary>Where a setting stands; the line is absent when the value came from no file (an environment, a command-line flag).</summary>
/// <param name="File">The file as people name it, relative to the project.</param>
/// <param name="Line">One-based, or null.</param>
internal sealed record Location(string File, int? Line)
{
    public override string ToString() => Line is { } line ? $"{File}:{line}" : File;
}

/// <summary>A setting as written, before it is given a type: YAML and JSON look alike from here on.</summary>
internal abstract record SettingsNode(Location Location);

internal enum ScalarKind
{
    Null,
    Text,
    Number,
    Boolean,
}

/// <param name="Location">Where it stands.</param>
/// <param name="Text">The value as written.</param>
/// <param name="Kind">What YAML takes it for.</param>
/// <param name="IsSecret">It was decrypted from a <c>secure:</c> value and must never be shown.</param>
internal sealed record ScalarNode(Location Location, string Text, ScalarKind Kind, bool IsSecret = false) : SettingsNode(Location)
{
    public override string ToString() => IsSecret ? "[secret]" : Text;
}

internal sealed record SequenceNode(Location Location, IReadOnlyList<SettingsNode> Items) : SettingsNode(Location);

internal sealed record SettingsEntry(string Key, Location KeyLocation, SettingsNode Value);

internal sealed record MappingNode(Location Location, IReadOnlyList<SettingsEntry> Entries) : SettingsNode(Location)
{
    private readonly Dictionary<string, SettingsEntry> _byKey = ByKey(Entries);

    /// <summary>
    /// What this mapping was laid over, if that was no mapping. Where it is a short form, the mapping refines it: a stack's <c>image: {tag:
    /// 1.5}</c> over the catalogue's <c>image: shop/catalog:1.4</c> keeps what the short form says and the mapping does not.
    /// </summary>
    public SettingsNode? Beneath { get; init; }

    public static MappingNode Empty(Location location) => new(location, []);

    public SettingsNode? this[string key] => _byKey.TryGetValue(key, out var entry) ? entry.Value : null;

    public SettingsEntry? Entry(string key) => _byKey.GetValueOrDefault(key);

    private static Dictionary<string, SettingsEntry> ByKey(IReadOnlyList<SettingsEntry> entries)
    {
        var byKey = new Dictionary<string, SettingsEntry>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            byKey.TryAdd(entry.Key, entry);
        }

        return byKey;
    }
}
