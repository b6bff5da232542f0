using Infra.Kubernetes.Selectors;
using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>Reads label selectors from objects whose values may be unknown.</summary>
internal static class SelectorNodes
{
    // An operator that does not exist selects nothing: there is no value in the empty list.
    private static readonly LabelRequirement Never = new("", LabelOperator.In, []);

    /// <summary>Reads a <c>metav1.LabelSelector</c>: <c>matchLabels</c> and <c>matchExpressions</c>. One that is absent selects everything.</summary>
    public static LabelSelector ToLabelSelector(this PropertyNode selector) => new(
    [
        .. selector["matchLabels"].ToExactSelector().Requirements,
        .. selector["matchExpressions"].Items.Select(ReadRequirement),
    ]);

    /// <summary>Reads a plain map of labels, as Services have it.</summary>
    public static LabelSelector ToExactSelector(this PropertyNode labels) =>
        LabelSelector.FromLabels(labels.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Scalar ?? "")));

    private static LabelRequirement ReadRequirement(PropertyNode item) =>
        LabelRequirement.ParseOperator(item["operator"].Text) is { } known and <= LabelOperator.DoesNotExist
            ? new LabelRequirement(item["key"].Text ?? "", known, [.. item["values"].Items.Select(value => value.Text ?? "")])
            : Never;
}
