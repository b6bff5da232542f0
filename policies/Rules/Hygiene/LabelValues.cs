using Infra.Kubernetes;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>The API server rejects objects with invalid labels.</summary>
internal sealed class LabelValues()
    : ObjectPolicy(
        new()
        {
            Name = "label-values",
            Description = "Labels have valid keys and values.",
            RemediationSteps = "Use letters, digits, '-', '_' and '.', at most 63 of them, beginning and ending with a letter or a digit.",
            Severity = Severity.Medium,
            Profile = Profiles.Baseline,
        }
    )
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        Check(item.Labels, context);
        if (item.Pods is { } pods && pods.Owner.Kind != "Pod")
        {
            Check(pods.Labels, context);
        }
    }

    private static void Check(PropertyNode labels, PolicyContext context)
    {
        foreach (var (name, value) in labels.Entries)
        {
            if (!ObjectNames.IsLabelKey(name))
            {
                context.Report(value, $"'{name}' is not a valid label key");
            }

            if (value.Exists && (value.Text is not { } text || !ObjectNames.IsLabelValue(text)))
            {
                context.Report(value, $"the label '{name}' has an invalid value");
            }
        }
    }
}
