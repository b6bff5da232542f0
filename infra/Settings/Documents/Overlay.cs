namespace Infra.Settings.Documents;

/// <summary>
/// Deep merge: mappings are merged key by key, anything else is replaced whole. A <c>null</c> laid over a setting unsets it.
/// Laying over is associative, and an empty mapping changes nothing.
/// </summary>
internal static class Overlay
{
    public static SettingsNode LayOver(SettingsNode below, SettingsNode above) => (below, above) switch
    {
        (MappingNode bottom, MappingNode { ShortForm: null } top) => Merge(bottom, top),
        (ScalarNode { Kind: not ScalarKind.Null } bottom, MappingNode { ShortForm: null } top) => top with { ShortForm = bottom },
        _ => above,
    };

    private static MappingNode Merge(MappingNode below, MappingNode above)
    {
        var merged = new List<SettingsEntry>(below.Entries.Count + above.Entries.Count);
        foreach (var entry in below.Entries)
        {
            merged.Add(above.Entry(entry.Key) is { } over ? over with { Value = LayOver(entry.Value, over.Value) } : entry);
        }

        foreach (var entry in above.Entries)
        {
            if (below.Entry(entry.Key) is null)
            {
                merged.Add(entry);
            }
        }

        return new MappingNode(above.Location, merged) { ShortForm = below.ShortForm };
    }
}
