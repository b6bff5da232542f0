namespace Infra.Backend.Settings.Documents;

/// <summary>
/// A deep merge: mappings are merged key by key, other nodes are replaced. A <c>null</c> over a setting unsets it. The merge is
/// associative, and an empty mapping changes nothing.
/// </summary>
internal static class Overlay
{
    public static SettingsNode Merge(SettingsNode below, SettingsNode above) =>
        (below, above) switch
        {
            (MappingNode bottom, MappingNode { ShortForm: null } top) => MergeMappings(bottom, top),
            (not MappingNode, MappingNode { ShortForm: null } top) => top with { ShortForm = below },
            _ => above,
        };

    private static MappingNode MergeMappings(MappingNode below, MappingNode above)
    {
        var merged = new List<SettingsEntry>(below.Entries.Count + above.Entries.Count);
        foreach (var entry in below.Entries)
        {
            merged.Add(above.Entry(entry.Key) is { } over ? MergeEntries(entry, over) : entry);
        }

        foreach (var entry in above.Entries)
        {
            if (below.Entry(entry.Key) is null)
            {
                merged.Add(entry);
            }
        }

        return new MappingNode(below.Location, merged) { ShortForm = below.ShortForm };
    }

    /// <summary>The place of a mapping is that of its first declaration; the place of another value is that of the last one.</summary>
    private static SettingsEntry MergeEntries(SettingsEntry below, SettingsEntry above)
    {
        var value = Merge(below.Value, above.Value);
        return (value is MappingNode && below.Value is MappingNode ? below : above) with { Value = value };
    }
}
