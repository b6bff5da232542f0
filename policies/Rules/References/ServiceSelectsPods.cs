using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.References;

/// <summary>A Service without pods answers nobody.</summary>
internal sealed class ServiceSelectsPods : ClusterPolicy
{
    private static readonly string[] Services = ["Service"];

    protected override IReadOnlyList<string> Kinds => Services;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        // Without a selector somebody else keeps the endpoints.
        if (item.Spec["type"].Text == "ExternalName" || LabelSelector.OfLabels(item.Spec["selector"]) is not { IsEmpty: false } selector)
            return;
        if (!cluster.Pods.Any(item.Namespace, selector))
            findings.Add(item.Spec["selector"], $"{item} selects no pod of namespace '{item.Namespace}' by '{selector}'");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "service-selects-pods",
        Summary = "Services lead to pods.",
        Remedy = "Make the selector match the labels of a workload's pods in the same namespace.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
    };
}
