using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>The API server refuses a workload that does not select its own pods.</summary>
internal sealed class SelectorMatchesTemplate() : ObjectPolicy(new()
{
    Name = "selector-matches-template",
    Description = "Workloads select the pods they make.",
    RemediationSteps = "Give the pod template the labels of the selector.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
})
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (!item.Is("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet") || item.Pods is not { } pods)
            return;

        var selector = item.Spec["selector"].ToLabelSelector();
        var labels = pods.Labels.Entries.ToDictionary(label => label.Key, label => label.Value.Scalar ?? "", StringComparer.Ordinal);
        if (selector.IsEmpty)
            context.Report(item.Spec["selector"], $"{item} has no selector");
        else if (!selector.Matches(labels))
            context.Report(item.Spec["selector"], $"{item} selects '{selector}', and its own pods do not carry these labels");
    }
}
