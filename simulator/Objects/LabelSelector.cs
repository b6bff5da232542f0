using System.Text.Json.Nodes;

namespace Infra.Simulator.Objects;

/// <summary>How a label requirement compares.</summary>
public enum LabelOperator
{
    /// <summary>The label is one of the values.</summary>
    In,

    /// <summary>The label is absent or none of the values.</summary>
    NotIn,

    /// <summary>The label is present.</summary>
    Exists,

    /// <summary>The label is absent.</summary>
    DoesNotExist,
}

/// <summary>One condition on an object's labels.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Values">What it compares with; empty for the operators on presence.</param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Whether labels meet the requirement.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Operator switch
        {
            LabelOperator.In => labels.TryGetValue(Key, out var value) && Values.Contains(value),
            LabelOperator.NotIn => !labels.TryGetValue(Key, out var value) || !Values.Contains(value),
            LabelOperator.Exists => labels.ContainsKey(Key),
            _ => !labels.ContainsKey(Key),
        };
    }
}

/// <summary>Selects objects by their labels: all requirements must hold.</summary>
/// <param name="Requirements">The conditions; none selects everything.</param>
public sealed record LabelSelector(IReadOnlyList<LabelRequirement> Requirements)
{
    /// <summary>Selects every object.</summary>
    public static readonly LabelSelector Everything = new([]);

    /// <summary>Reads a <c>metav1.LabelSelector</c> (<c>matchLabels</c>, <c>matchExpressions</c>).</summary>
    /// <param name="selector">The JSON; null selects nothing, an empty object everything.</param>
    /// <returns>The selector, or null where nothing is selected.</returns>
    public static LabelSelector? FromJson(JsonObject? selector)
    {
        if (selector is null)
            return null;
        var requirements = FromMap(selector.TextMap("matchLabels")).Requirements.ToList();
        foreach (var expression in selector.Objects("matchExpressions"))
        {
            requirements.Add(new LabelRequirement(
                expression.Text("key") ?? "",
                Enum.TryParse<LabelOperator>(expression.Text("operator"), out var parsed) ? parsed : LabelOperator.In,
                [.. (expression.Array("values") ?? []).Select(value => value?.GetValue<string>() ?? "")]));
        }
        return new LabelSelector(requirements);
    }

    /// <summary>Selects objects that carry all of the labels, as a Service's <c>spec.selector</c> does.</summary>
    public static LabelSelector FromMap(IReadOnlyDictionary<string, string> labels) =>
        new([.. labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => new LabelRequirement(label.Key, LabelOperator.In, [label.Value]))]);

    /// <summary>Whether labels are selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in Requirements)
        {
            if (!requirement.Matches(labels))
                return false;
        }
        return true;
    }
}
