using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.References;

/// <summary>The API server refuses a workload that does not select its own pods.</summary>
internal sealed class SelectorMatchesTemplate : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (!item.Is("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet") || item.Pods is not { } pods)
            return;

        var selector = LabelSelector.Of(item.Spec["selector"]);
        var labels = pods.Labels.Entries.ToDictionary(label => label.Key, label => label.Value.Scalar ?? "", StringComparer.Ordinal);
        if (selector.IsEmpty)
            findings.Add(item.Spec["selector"], $"{item} has no selector");
        else if (!selector.Matches(labels))
            findings.Add(item.Spec["selector"], $"{item} selects '{selector}', and its own pods do not carry these labels");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "selector-matches-template",
        Summary = "Workloads select the pods they make.",
        Remedy = "Give the pod template the labels of the selector.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
    };
}
