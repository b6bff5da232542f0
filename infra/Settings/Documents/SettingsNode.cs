namespace Infra.Backend.Settings.Documents;

/// <summary>The place of a setting.</summary>
/// <param name="File">The file, relative to the project.</param>
/// <param name="Line">The line, from 1; null if the value is not in the file, for example because the command line set it.</param>
internal sealed record Location(string File, int? Line)
{
    /// <summary>The column, from 1; 0 if it is unknown. It tells settings of one line apart and is not shown.</summary>
    public int Column { get; init; }

    public override string ToString() => Line is { } line ? $"{File}:{line}" : File;
}

/// <summary>A setting as written in YAML or JSON, before it is bound to a type.</summary>
internal abstract record SettingsNode(Location Location);

internal enum ScalarKind
{
    Null,
    Text,
    Number,
    Boolean,
}

/// <param name="Location">The place.</param>
/// <param name="Text">The value as written.</param>
/// <param name="Kind">The type by YAML's core schema.</param>
/// <param name="IsSecret">Whether it was decrypted from a <c>secure:</c> value, and must not be shown.</param>
internal sealed record ScalarNode(Location Location, string Text, ScalarKind Kind, bool IsSecret = false) : SettingsNode(Location)
{
    /// <summary>Whether the stack's file has the value encrypted; false for a value that is only presumed to be secret.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>
    /// The text with the marks of <see cref="BuiltImageText"/> around images that the update builds; null if it names none.
    /// </summary>
    public string? Unbuilt { get; init; }

    public override string ToString() => IsSecret ? "[secret]" : Text;
}

internal sealed record SequenceNode(Location Location, IReadOnlyList<SettingsNode> Items) : SettingsNode(Location);

internal sealed record SettingsEntry(string Key, Location KeyLocation, SettingsNode Value);

internal sealed record MappingNode(Location Location, IReadOnlyList<SettingsEntry> Entries) : SettingsNode(Location)
{
    private readonly Dictionary<string, SettingsEntry> _byKey = ByKey(Entries);

    /// <summary>
    /// The short form that this mapping refines; null if there is none. A stack's <c>image: {tag: 1.5}</c> over the catalogue's
    /// <c>image: shop/catalog:1.4</c> changes the tag only.
    /// </summary>
    public SettingsNode? ShortForm { get; init; }

    /// <summary>Whether it is an encrypted value of a stack's file: <c>secure: ciphertext</c>.</summary>
    public bool IsEncrypted => Entries is [{ Key: "secure" }];

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
