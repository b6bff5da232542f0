using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>An autoscaler of something that is not there scales nothing.</summary>
internal sealed class AutoscalerTarget() : ClusterPolicy(new()
{
    Name = "autoscaler-target",
    Description = "Autoscalers scale workloads that exist.",
    RemediationSteps = "Make scaleTargetRef name a workload of the same namespace.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
})
{
    private static readonly string[] Autoscalers = ["HorizontalPodAutoscaler"];

    protected override IReadOnlyList<string> Kinds => Autoscalers;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var target = item.Spec["scaleTargetRef"];
        var group = target["apiVersion"].Text is { } version && version.Split('/') is [var written, _] ? written : "";
        if (target["kind"].Text is { Length: > 0 } kind && target["name"].Text is { Length: > 0 } name && cluster.Find(KubernetesObject.Qualify(kind, group), item.Namespace, name) is null)
            context.Report(target, $"{item} scales {kind} '{name}', which does not exist in namespace '{item.Namespace}'");
    }
}
