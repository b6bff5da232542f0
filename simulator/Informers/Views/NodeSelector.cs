using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>A <c>NodeSelector</c>: matches nodes for which all requirements of any term hold.</summary>
internal sealed class NodeSelector
{
    private readonly List<Func<Node, bool>> _terms;

    private NodeSelector(IEnumerable<JsonObject> terms) => _terms = [.. terms.Select(Term)];

    /// <summary>Reads <c>nodeSelectorTerms</c>; null for null.</summary>
    public static NodeSelector? FromJson(JsonObject? json) => json is null ? null : new NodeSelector(json.Objects("nodeSelectorTerms"));

    /// <summary>Reads a single <c>NodeSelectorTerm</c>. An empty one matches no node.</summary>
    public static Func<Node, bool> Term(JsonObject? json)
    {
        var requirements = json.Objects("matchExpressions").Select(e => Requirement(e, (node, key) => node.Labels.GetValueOrDefault(key)))
            .Concat(json.Objects("matchFields").Select(e => Requirement(e, (node, _) => node.Name)))
            .ToList();
        return node => requirements.Count > 0 && requirements.TrueForAll(r => r(node));
    }

    /// <summary>Whether a node matches.</summary>
    public bool Matches(Node node) => _terms.Exists(term => term(node));

    private static Func<Node, bool> Requirement(JsonObject json, Func<Node, string, string?> valueOf)
    {
        var key = json.Text("key") ?? "";
        var values = (json.Array("values") ?? []).Select(v => v?.GetValue<string>() ?? "").ToHashSet(StringComparer.Ordinal);
        return json.Text("operator") switch
        {
            "In" => node => valueOf(node, key) is { } value && values.Contains(value),
            "NotIn" => node => valueOf(node, key) is not { } value || !values.Contains(value),
            "Exists" => node => valueOf(node, key) is not null,
            "DoesNotExist" => node => valueOf(node, key) is null,
            "Gt" => Compare(key, values, valueOf, (a, b) => a > b),
            "Lt" => Compare(key, values, valueOf, (a, b) => a < b),
            _ => _ => false,
        };
    }

    private static Func<Node, bool> Compare(string key, HashSet<string> values, Func<Node, string, string?> valueOf, Func<long, long, bool> holds)
    {
        if (values.Count != 1 || !long.TryParse(values.First(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bound))
            return _ => false;
        return node => long.TryParse(valueOf(node, key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && holds(value, bound);
    }
}
