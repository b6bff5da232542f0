using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Stacks;

/// <summary>Writes the resources of a state as a tree below the stack, in two columns: type and name.</summary>
internal sealed class StateTree
{
    private const string Indent = "    ";

    private readonly ILookup<Urn, ResourceState> _children;
    private readonly bool _showUrns;
    private readonly bool _showIds;
    private readonly List<(string Type, string Name, string[] Details)> _rows = [];

    private StateTree(Snapshot snapshot, bool showUrns, bool showIds)
    {
        _showUrns = showUrns;
        _showIds = showIds;
        var known = snapshot.Resources.Select(resource => resource.Urn).ToHashSet();
        if (snapshot.Root is not { } root)
        {
            // Without the stack there is no tree.
            _children = Array.Empty<ResourceState>().ToLookup(resource => resource.Parent);
            foreach (var resource in snapshot.Resources)
            {
                AddRow(resource, "", Indent);
            }

            return;
        }

        _children = snapshot
            .Resources.Where(resource => !ReferenceEquals(resource, root))
            .OrderBy(resource => resource.Parent.IsEmpty)
            .ToLookup(resource => known.Contains(resource.Parent) ? resource.Parent : root.Urn);
        Add(root, "", "");
    }

    public static void Write(Snapshot snapshot, bool showUrns, bool showIds, TextWriter output)
    {
        var rows = new StateTree(snapshot, showUrns, showIds)._rows;
        var width = Math.Max("TYPE".Length, rows.Max(row => row.Type.Length)) + 2;
        output.WriteLine($"{Indent}{"TYPE".PadRight(width)}NAME");
        foreach (var (type, name, details) in rows)
        {
            output.WriteLine($"{Indent}{type.PadRight(width)}{name}");
            foreach (var detail in details)
            {
                output.WriteLine(detail);
            }
        }
    }

    private void Add(ResourceState resource, string padding, string branch)
    {
        // A replaced resource has the URN of its replacement, whose children are shown once.
        ResourceState[] children = resource.Delete ? [] : [.. _children[resource.Urn]];
        var childPadding =
            padding
            + branch switch
            {
                "├─ " => "│  ",
                "└─ " => "   ",
                _ => "",
            };
        AddRow(resource, padding + branch, childPadding + (children.Length > 0 ? "│  " : "   "));
        for (var i = 0; i < children.Length; i++)
        {
            Add(children[i], childPadding, i == children.Length - 1 ? "└─ " : "├─ ");
        }
    }

    private void AddRow(ResourceState resource, string prefix, string detailPrefix)
    {
        var details = new List<string>();
        if (_showUrns)
        {
            details.Add($"{Indent}{detailPrefix}URN: {resource.Urn}");
        }

        if (_showIds && resource.Id.Length > 0)
        {
            details.Add($"{Indent}{detailPrefix}ID: {resource.Id}");
        }

        _rows.Add((prefix + resource.Type, resource.Urn.Name, [.. details]));
    }
}
