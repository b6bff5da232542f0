using System.Text;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Stacks;

/// <summary>Draws the resources of a state and what they depend on as a graph in the DOT language.</summary>
internal sealed class StateGraph
{
    /// <summary>The color of edges from a dependency to its dependents; null leaves them out.</summary>
    public required string? DependencyColor { get; init; }

    /// <summary>The color of edges from a resource to its parent; null leaves them out.</summary>
    public required string? ParentColor { get; init; }

    /// <summary>True to label nodes with names instead of URNs.</summary>
    public bool UsesShortNames { get; init; }

    /// <summary>Text for the top of the graph.</summary>
    public string Fragment { get; init; } = "";

    public string Draw(Snapshot snapshot)
    {
        // A replaced resource shares the node of its replacement.
        var resources = snapshot.Resources.GroupBy(resource => resource.Urn).Select(same => same.Last()).ToArray();
        var nodes = resources
            .Select((resource, index) => (resource.Urn, Name: $"Resource{index}"))
            .ToDictionary(node => node.Urn, node => node.Name);
        var text = new StringBuilder("strict digraph {\n");
        if (Fragment.Length > 0)
        {
            text.Append(Fragment).Append('\n');
        }

        foreach (var resource in resources)
        {
            var label = UsesShortNames ? resource.Urn.Name : resource.Urn.Value;
            text.Append($"    {nodes[resource.Urn]} [label={Quote(label)}];\n");
        }

        foreach (var resource in resources)
        {
            AddEdges(text, resource, nodes);
        }

        return text.Append("}\n").ToString();
    }

    private void AddEdges(StringBuilder text, ResourceState resource, Dictionary<Urn, string> nodes)
    {
        var node = nodes[resource.Urn];
        if (DependencyColor is { } color)
        {
            foreach (var dependency in resource.Dependencies.Distinct().Where(nodes.ContainsKey))
            {
                var properties = (resource.PropertyDependencies ?? new Dictionary<string, IReadOnlyList<Urn>>())
                    .Where(entry => entry.Value.Contains(dependency))
                    .Select(entry => entry.Key)
                    .Order(StringComparer.Ordinal)
                    .ToArray();
                var label = properties.Length == 0 ? "" : $", label={Quote(string.Join(", ", properties))}";
                text.Append($"    {nodes[dependency]} -> {node} [color={Quote(color)}{label}];\n");
            }
        }

        if (ParentColor is { } parentColor && nodes.TryGetValue(resource.Parent, out var parent))
        {
            text.Append($"    {node} -> {parent} [color={Quote(parentColor)}];\n");
        }
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
