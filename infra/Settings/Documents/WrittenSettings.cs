using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Documents;

/// <summary>The merged settings as written, with their places.</summary>
/// <param name="root">The settings, with the defaults applied to the services.</param>
/// <param name="own">The settings without the defaults of the services.</param>
internal sealed class WrittenSettings(SettingsNode root, SettingsNode own)
{
    private static readonly SettingsPath Defaults = SettingsPath.Root.Key(DefaultSettings.Key);

    public SettingsNode Root => root;

    /// <summary>The place of a setting, or of the nearest setting around it that is written.</summary>
    public Location Locate(SettingsPath path) => Walk(root, path).Location;

    /// <summary>The key in <c>defaults</c> that a setting of a service comes from; null for a setting of its own.</summary>
    public string? FindDefault(SettingsPath path)
    {
        var segments = path.Segments().ToArray();
        var (here, written) = (Walk(root, path), Walk(own, path));
        if (
            segments is not [{ Key: "services" }, _, _, ..]
            || !IsWritten(here)
            || (IsWritten(written) && written.Location == here.Location)
        )
        {
            return null;
        }

        var kinds = ScalarType.EnumNames(typeof(ServiceKind)).Append(DefaultSettings.All);
        return kinds.FirstOrDefault(kind =>
            here.Location == Walk(own, segments[2..].Aggregate(Defaults.Key(kind), (at, segment) => at.Append(segment))).Location
        );
    }

    /// <summary>The place of a setting, written itself or as the short form of its parent; null if it is not written.</summary>
    public Location? Find(SettingsPath path)
    {
        var found = Walk(root, path);
        return IsWritten(found) ? found.Location : null;
    }

    /// <summary>The value of a setting that is written itself; null if it is not written.</summary>
    public SettingsNode? FindNode(SettingsPath path) => Walk(root, path) is { IsWhole: true, Node: var node } ? node : null;

    /// <summary>Whether a setting is written itself, not as the short form of its parent.</summary>
    public bool Has(SettingsPath path) => Walk(root, path).IsWhole;

    /// <summary>The scalars and lists below a path, by their paths from there.</summary>
    public IEnumerable<(string Path, SettingsNode Node)> LeavesUnder(SettingsPath path)
    {
        var (_, node, isWhole) = Walk(root, path);
        return isWhole ? Leaves("", node) : [];
    }

    private static IEnumerable<(string Path, SettingsNode Node)> Leaves(string path, SettingsNode node) =>
        node is MappingNode mapping
            ? mapping.Entries.SelectMany(entry => Leaves(path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", entry.Value))
            : [(path, node)];

    private static bool IsWritten((Location Location, SettingsNode Node, bool IsWhole) found) =>
        found.IsWhole ? found.Node is not ScalarNode { Kind: ScalarKind.Null } : found.Node is ScalarNode { Kind: not ScalarKind.Null };

    private static (Location Location, SettingsNode Node, bool IsWhole) Walk(SettingsNode start, SettingsPath path)
    {
        var (node, location) = (start, start.Location);
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
