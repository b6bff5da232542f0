using Infra.Kubernetes.Selectors;
using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>Reads label selectors from objects whose values may be unknown.</summary>
internal static class SelectorNodes
{
    // An invalid operator selects nothing: no value is in the empty list.
    private static readonly LabelRequirement Never = new("", LabelOperator.In, []);

    /// <summary>Reads <c>matchLabels</c> and <c>matchExpressions</c>. A missing selector selects everything.</summary>
    public static LabelSelector ToLabelSelector(this PropertyNode selector) =>
        new([.. selector["matchLabels"].ToExactSelector().Requirements, .. selector["matchExpressions"].Items.Select(ReadRequirement)]);

    /// <summary>Reads a map of labels, as in the selector of a Service.</summary>
    public static LabelSelector ToExactSelector(this PropertyNode labels) =>
        LabelSelector.FromLabels(labels.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Scalar ?? "")));

    private static LabelRequirement ReadRequirement(PropertyNode item) =>
        LabelRequirement.ParseOperator(item["operator"].Text) is { } known and <= LabelOperator.DoesNotExist
            ? new LabelRequirement(item["key"].Text ?? "", known, [.. item["values"].Items.Select(value => value.Text ?? "")])
            : Never;
}
