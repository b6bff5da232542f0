using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Documents;

/// <summary>
/// Lays the settings of a service over defaults. Unlike <see cref="Overlay"/> it knows the types: a short form changes the setting that it
/// stands for and keeps the others of its record, so that <c>image: a:1</c> keeps a default <c>image: {pullPolicy: always}</c>. The entries
/// of maps, such as variables, are replaced by a short form. Every setting keeps the place where it is written.
/// </summary>
internal static class DefaultsOverlay
{
    public static SettingsNode Merge(SettingsType type, SettingsNode defaults, SettingsNode own)
    {
        if (IsScalar(own) && (IsScalar(defaults) || IsNull(own)))
        {
            return own;
        }

        return ShortForm.Expand(type, defaults) is { } below && ShortForm.Expand(type, own) is { } above
            ? MergeEntries(below, above, (key, bottom, top) => type[key] is { } property ? Merge(property, bottom, top) : top)
            : own;
    }

    private static SettingsNode Merge(SettingsProperty property, SettingsNode defaults, SettingsNode own)
    {
        if (property.ItemType is { } itemType)
        {
            return property.IsOneOrMany && (defaults, own) is (MappingNode, MappingNode)
                ? Merge(SettingsType.Get(itemType), defaults, own)
                : own;
        }

        if (property.ValueType is { } valueType)
        {
            return (defaults, own) is (MappingNode below, MappingNode above)
                ? MergeEntries(below, above, (_, bottom, top) => MergeValues(valueType, bottom, top))
                : own;
        }

        return ScalarType.Find(property.Type) is null ? Merge(SettingsType.Get(property.Type), defaults, own) : own;
    }

    private static SettingsNode MergeValues(Type type, SettingsNode defaults, SettingsNode own) =>
        ScalarType.Find(type) is null
        && SettingsProperty.FindItemType(type) is null
        && (defaults, own) is (MappingNode, MappingNode { ShortForm: null })
            ? Merge(SettingsType.Get(type), defaults, own)
            : own;

    private static MappingNode MergeEntries(
        MappingNode below,
        MappingNode above,
        Func<string, SettingsNode, SettingsNode, SettingsNode> merge
    )
    {
        var entries = new List<SettingsEntry>(below.Entries.Count + above.Entries.Count);
        foreach (var entry in below.Entries)
        {
            entries.Add(above.Entry(entry.Key) is { } own ? own with { Value = merge(entry.Key, entry.Value, own.Value) } : entry);
        }

        entries.AddRange(above.Entries.Where(entry => below.Entry(entry.Key) is null));
        return new MappingNode(above.Location, entries);
    }

    private static bool IsScalar(SettingsNode node) => node is ScalarNode;

    private static bool IsNull(SettingsNode node) => node is ScalarNode { Kind: ScalarKind.Null };
}
