using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Documents;

/// <summary>The places of the settings, catalogue and stack merged.</summary>
internal sealed class WrittenSettings(SettingsNode root)
{
    public SettingsNode Root => root;

    /// <summary>Where the setting stands, or what it would stand in.</summary>
    public Location Locate(SettingsPath path) => Walk(path).Location;

    /// <summary>Where the setting stands, by itself or in the short form of what it belongs to; null where nobody wrote it.</summary>
    public Location? Find(SettingsPath path)
    {
        var (location, node, isWhole) = Walk(path);
        return (isWhole && node is not ScalarNode { Kind: ScalarKind.Null }) || (!isWhole && node is ScalarNode { Kind: not ScalarKind.Null }) ? location : null;
    }

    /// <summary>Whether the setting itself is written, not a short form of what it belongs to.</summary>
    public bool Has(SettingsPath path) => Walk(path).IsWhole;

    /// <summary>Every setting under a path that is no mapping, by its path from there.</summary>
    public IEnumerable<(string Path, SettingsNode Node)> LeavesUnder(SettingsPath path)
    {
        var (_, node, isWhole) = Walk(path);
        return isWhole ? Leaves("", node) : [];
    }

    private static IEnumerable<(string Path, SettingsNode Node)> Leaves(string path, SettingsNode node) => node is MappingNode mapping
        ? mapping.Entries.SelectMany(entry => Leaves(path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", entry.Value))
        : [(path, node)];

    private (Location Location, SettingsNode Node, bool IsWhole) Walk(SettingsPath path)
    {
        var (node, location) = (root, root.Location);
        foreach (var (key, index) in path.Segments())
        {
            if (index is { } position && node is SequenceNode sequence && position < sequence.Items.Count)
            {
                node = sequence.Items[position];
                location = node.Location;
            }
            else if (index is null && node is MappingNode mapping && mapping.Entry(key) is { } entry)
            {
                node = entry.Value;
                location = entry.KeyLocation;
            }
            else
            {
                return (location, node, false);
            }
        }

        return (location, node, true);
    }
}
