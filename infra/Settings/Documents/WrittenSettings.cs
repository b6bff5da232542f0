using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Documents;

/// <summary>The merged settings as written, with their places.</summary>
internal sealed class WrittenSettings(SettingsNode root)
{
    public SettingsNode Root => root;

    /// <summary>The place of a setting, or of the nearest setting around it that is written.</summary>
    public Location Locate(SettingsPath path) => Walk(path).Location;

    /// <summary>The place of a setting, written itself or as the short form of its parent; null if it is not written.</summary>
    public Location? Find(SettingsPath path)
    {
        var (location, node, isWhole) = Walk(path);
        var isWritten = isWhole ? node is not ScalarNode { Kind: ScalarKind.Null } : node is ScalarNode { Kind: not ScalarKind.Null };
        return isWritten ? location : null;
    }

    /// <summary>Whether a setting is written itself, not as the short form of its parent.</summary>
    public bool Has(SettingsPath path) => Walk(path).IsWhole;

    /// <summary>The scalars and lists below a path, by their paths from there.</summary>
    public IEnumerable<(string Path, SettingsNode Node)> LeavesUnder(SettingsPath path)
    {
        var (_, node, isWhole) = Walk(path);
        return isWhole ? Leaves("", node) : [];
    }

    private static IEnumerable<(string Path, SettingsNode Node)> Leaves(string path, SettingsNode node) =>
        node is MappingNode mapping
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
