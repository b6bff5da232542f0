using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.References;

/// <summary>An autoscaler of something that is not there scales nothing.</summary>
internal sealed class AutoscalerTarget : ClusterPolicy
{
    private static readonly string[] Autoscalers = ["HorizontalPodAutoscaler"];

    protected override IReadOnlyList<string> Kinds => Autoscalers;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        var target = item.Spec["scaleTargetRef"];
        var group = target["apiVersion"].Text is { } version && version.Split('/') is [var written, _] ? written : "";
        if (target["kind"].Text is { Length: > 0 } kind && target["name"].Text is { Length: > 0 } name && cluster.Find(KubernetesObject.Qualify(kind, group), item.Namespace, name) is null)
            findings.Add(target, $"{item} scales {kind} '{name}', which does not exist in namespace '{item.Namespace}'");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "autoscaler-target",
        Summary = "Autoscalers scale workloads that exist.",
        Remedy = "Make scaleTargetRef name a workload of the same namespace.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
    };
}
