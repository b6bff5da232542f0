using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Infra.Engine.Projects.Yaml;

/// <summary>
/// YAML's merge key <c>&lt;&lt;</c> (https://yaml.org/type/merge.html), as Pulumi's parser applies it: own keys win, then those of the
/// earlier mapping.
/// </summary>
internal static class MergeKey
{
    /// <summary>The entries of a mapping, with those that its merge key adds.</summary>
    public static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Expand(YamlMappingNode mapping) =>
        mapping.Children.Keys.Any(Is)
            ? mapping
                .Children.Where(child => !Is(child.Key))
                .Concat(mapping.Children.Where(child => Is(child.Key)).SelectMany(child => Sources(child.Value)).SelectMany(Expand))
                .DistinctBy(child => (child.Key as YamlScalarNode)?.Value ?? child.Key.ToString(), StringComparer.Ordinal)
            : mapping.Children;

    /// <summary>
    /// Finds a value of a merge key, in a node or below it, that is neither a mapping nor a list of mappings; null if there is none.
    /// </summary>
    public static YamlNode? FindInvalid(YamlNode root)
    {
        var visited = new HashSet<YamlNode>(ReferenceEqualityComparer.Instance);
        var open = new Stack<YamlNode>([root]);
        while (open.TryPop(out var node))
        {
            if (!visited.Add(node))
            {
                continue;
            }

            switch (node)
            {
                case YamlMappingNode mapping:
                    foreach (var (key, value) in mapping.Children)
                    {
                        if (Is(key) && !IsValid(value))
                        {
                            return key;
                        }

                        open.Push(value);
                    }

                    break;
                case YamlSequenceNode sequence:
                    foreach (var item in sequence.Children)
                    {
                        open.Push(item);
                    }

                    break;
                default:
                    break;
            }
        }

        return null;
    }

    private static bool Is(YamlNode key) => key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain };

    private static bool IsValid(YamlNode value) =>
        value is YamlMappingNode || (value is YamlSequenceNode sequence && sequence.Children.All(item => item is YamlMappingNode));

    private static IEnumerable<YamlMappingNode> Sources(YamlNode value) =>
        value is YamlSequenceNode sequence ? sequence.Children.OfType<YamlMappingNode>() : [(YamlMappingNode)value];
}
