using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings.Documents;

/// <summary>
/// YAML's merge key <c>&lt;&lt;</c> (https://yaml.org/type/merge.html): the keys of other mappings are added to those of a mapping. Own
/// keys win, then those of the earlier mapping. Values are not merged with each other.
/// </summary>
internal static class MergeKey
{
    public const string Name = "<<";

    /// <summary>The mappings that the value of a merge key names; none, after adding an error, if it is of another type.</summary>
    public static IReadOnlyList<MappingNode> Sources(SettingsNode value, SettingsPath path, SettingsErrors errors)
    {
        IReadOnlyList<SettingsNode> nodes = value is SequenceNode sequence ? sequence.Items : [value];
        if (nodes.FirstOrDefault(node => node is not MappingNode) is { } wrong)
        {
            errors.Add(
                wrong.Location,
                path,
                "'<<' merges mappings only",
                "write '<<: *name' or '<<: [*first, *second]', each with an anchor '&name' at a mapping above"
            );
            return [];
        }

        return [.. nodes.OfType<MappingNode>()];
    }

    /// <summary>Adds the entries of the sources to a mapping. Each entry keeps the place where it is written.</summary>
    public static MappingNode Apply(MappingNode own, IEnumerable<MappingNode> sources)
    {
        var keys = own.Entries.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        var entries = own.Entries.ToList();
        entries.AddRange(sources.SelectMany(source => source.Entries).Where(entry => keys.Add(entry.Key)));
        return new MappingNode(own.Location, entries);
    }
}
