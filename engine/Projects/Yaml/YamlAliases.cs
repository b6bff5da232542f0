using Infra.Engine.Errors;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Projects.Yaml;

/// <summary>
/// Finds aliases in parsed YAML. The parser replaces an alias by the node with the anchor, so its place is above the place where the alias
/// is written.
/// </summary>
internal static class YamlAliases
{
    /// <summary>Whether the value of a key is an alias.</summary>
    public static bool IsAlias(YamlNode key, YamlNode value) => value.Start.Index < key.Start.Index;

    /// <summary>Whether an item of a list is an alias.</summary>
    public static bool IsAlias(YamlSequenceNode sequence, int index)
    {
        var start = sequence.Children[index].Start.Index;
        return start < sequence.Start.Index || sequence.Children.Take(index).Any(item => item.Start.Index >= start);
    }

    /// <summary>Whether a node or one below it is an alias or has an anchor, so that it cannot be rewritten from its values.</summary>
    public static bool AreIn(YamlNode node) =>
        !node.Anchor.IsEmpty
        || node switch
        {
            YamlMappingNode mapping => mapping.Children.Any(child => IsAlias(child.Key, child.Value) || AreIn(child.Value)),
            YamlSequenceNode sequence => Enumerable
                .Range(0, sequence.Children.Count)
                .Any(i => IsAlias(sequence, i) || AreIn(sequence.Children[i])),
            _ => false,
        };

    /// <summary>The error of an edit that would change or drop an anchor or alias.</summary>
    public static ConfigurationException Reject(string file, long line) =>
        new($"{file}:{line}: the value has anchors or aliases of other values here: edit it in the file");
}
