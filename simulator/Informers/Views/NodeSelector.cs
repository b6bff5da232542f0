using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>A <c>NodeSelector</c>: matches nodes for which all requirements of any term hold.</summary>
internal sealed class NodeSelector
{
    private readonly List<Func<Node, bool>> _terms;

    private NodeSelector(IReadOnlyCollection<JsonObject> terms)
    {
        _terms = [.. terms.Select(FromTerm)];
        var names = terms.Select(FindNames).ToList();
        Names = names.TrueForAll(some => some is not null) ? names.SelectMany(some => some!).ToHashSet(StringComparer.Ordinal) : null;
    }

    /// <summary>The names of the only nodes that can match, if every term has names; null if one has none.</summary>
    public IReadOnlySet<string>? Names { get; }

    /// <summary>Reads <c>nodeSelectorTerms</c>; null for null.</summary>
    public static NodeSelector? FromJson(JsonObject? json) =>
        json is null ? null : new NodeSelector([.. json.Objects("nodeSelectorTerms")]);

    /// <summary>Reads a single <c>NodeSelectorTerm</c>. An empty one matches no node.</summary>
    public static Func<Node, bool> FromTerm(JsonObject? json)
    {
        var requirements = json.Objects("matchExpressions")
            .Select(e => Requirement(e, (node, key) => node.Labels.GetValueOrDefault(key)))
            .Concat(json.Objects("matchFields").Select(e => Requirement(e, (node, _) => node.Name)))
            .ToList();
        return node => requirements.Count > 0 && requirements.TrueForAll(r => r(node));
    }

    /// <summary>Whether a node matches.</summary>
    public bool Matches(Node node) => _terms.Exists(term => term(node));

    private static HashSet<string>? FindNames(JsonObject term)
    {
        HashSet<string>? names = null;
        foreach (var field in term.Objects("matchFields"))
        {
            if (field.Text("key") != "metadata.name" || field.Text("operator") != "In")
            {
                continue;
            }

            var values = (field.Array("values") ?? []).Select(value => value?.GetValue<string>() ?? "").ToHashSet(StringComparer.Ordinal);
            names?.IntersectWith(values);
            names ??= values;
        }

        return names;
    }

    private static Func<Node, bool> Requirement(JsonObject json, Func<Node, string, string?> getValue)
    {
        if (LabelRequirement.ParseOperator(json.Text("operator")) is not { } comparison)
        {
            return _ => false;
        }

        var values = (json.Array("values") ?? []).Select(v => v?.GetValue<string>() ?? "");
        var requirement = new LabelRequirement(json.Text("key") ?? "", comparison, [.. values]);
        return node => requirement.IsMetBy(getValue(node, requirement.Key));
    }
}
