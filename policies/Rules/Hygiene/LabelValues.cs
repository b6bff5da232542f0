using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Hygiene;

/// <summary>The API server refuses objects with labels of another form.</summary>
internal sealed class LabelValues : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        Check(item.Labels, findings);
        if (item.Pods is { } pods && pods.Owner.Kind != "Pod")
            Check(pods.Labels, findings);
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "label-values",
        Summary = "Labels are of the form that Kubernetes takes.",
        Remedy = "Use letters, digits, '-', '_' and '.', at most 63 of them, beginning and ending with a letter or digit.",
        Severity = Severity.Medium,
        Profile = Profile.Baseline,
    };

    private static void Check(Node labels, Findings findings)
    {
        foreach (var (name, value) in labels.Entries)
        {
            if (!LabelSyntax.IsKey(name))
                findings.Add(value, $"'{name}' is no name of a label");
            if (value.Exists && (value.Text is not { } text || !LabelSyntax.IsValue(text)))
                findings.Add(value, $"the label '{name}' has a value that no label may have");
        }
    }
}
