using System.Collections.Immutable;
using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>Which objects are meant, by their labels.</summary>
internal sealed class LabelSelector
{
    private readonly ImmutableArray<Requirement> _requirements;

    private LabelSelector(ImmutableArray<KeyValuePair<string, string>> labels, ImmutableArray<Requirement> requirements) =>
        (Labels, _requirements) = (labels, requirements);

    /// <summary>The labels that must have exactly these values.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Labels { get; }

    /// <summary>True if every object is meant.</summary>
    public bool IsEmpty => Labels.IsEmpty && _requirements.IsEmpty;

    /// <summary>Reads <c>matchLabels</c> and <c>matchExpressions</c>.</summary>
    public static LabelSelector Of(PropertyNode selector) => new(
        Pairs(selector["matchLabels"]),
        [.. selector["matchExpressions"].Items.Select(item => new Requirement(
            item["key"].Text ?? "", item["operator"].Text ?? "", [.. item["values"].Items.Select(value => value.Text ?? "")]))]);

    /// <summary>Reads a plain map of labels, as Services have it.</summary>
    public static LabelSelector OfLabels(PropertyNode labels) => new(Pairs(labels), []);

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var (name, value) in Labels)
            if (!labels.TryGetValue(name, out var actual) || actual != value)
                return false;
        foreach (var requirement in _requirements)
            if (!requirement.IsMetBy(labels))
                return false;
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(", ", Labels.Select(label => $"{label.Key}={label.Value}").Concat(_requirements.Select(requirement => requirement.ToString())));

    private static ImmutableArray<KeyValuePair<string, string>> Pairs(PropertyNode labels) =>
        [.. labels.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Scalar ?? ""))];

    private sealed record Requirement(string Key, string Operator, ImmutableArray<string> Values)
    {
        public bool IsMetBy(IReadOnlyDictionary<string, string> labels) => Operator switch
        {
            "In" => labels.TryGetValue(Key, out var value) && Values.Contains(value),
            "NotIn" => !labels.TryGetValue(Key, out var value) || !Values.Contains(value),
            "Exists" => labels.ContainsKey(Key),
            "DoesNotExist" => !labels.ContainsKey(Key),
            _ => false,
        };

        public override string ToString() => Operator switch
        {
            "Exists" => Key,
            "DoesNotExist" => $"!{Key}",
            _ => $"{Key} {Operator.ToLowerInvariant()} ({string.Join(", ", Values)})",
        };
    }
}
