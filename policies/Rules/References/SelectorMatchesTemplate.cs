using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>The API server rejects a workload that does not select its own pods.</summary>
internal sealed class SelectorMatchesTemplate()
    : ObjectPolicy(
        new()
        {
            Name = "selector-matches-template",
            Description = "Workloads select the pods they create.",
            RemediationSteps = "Give the pod template the labels of the selector.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
        }
    )
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (!item.Is("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet") || item.Pods is not { } pods)
        {
            return;
        }

        var selector = item.Spec["selector"].ToLabelSelector();
        if (selector.IsEmpty)
        {
            context.Report(item.Spec["selector"], $"{item} has no selector");
        }
        else if (!selector.Matches(pods.LabelValues))
        {
            context.Report(item.Spec["selector"], $"{item} selects '{selector}', but its pods do not have these labels");
        }
    }
}
