using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.References;

/// <summary>A Service without pods answers nobody.</summary>
internal sealed class ServiceSelectsPods() : ClusterPolicy(new()
{
    Name = "service-selects-pods",
    Description = "Services lead to pods.",
    RemediationSteps = "Make the selector match the labels of a workload's pods in the same namespace.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
})
{
    private static readonly string[] Services = ["Service"];

    protected override IReadOnlyList<string> Kinds => Services;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        // Without a selector somebody else keeps the endpoints.
        if (item.Spec["type"].Text == "ExternalName" || item.Spec["selector"].ToExactSelector() is not { IsEmpty: false } selector)
            return;
        if (!cluster.Pods.Any(item.Namespace, selector))
            context.Report(item.Spec["selector"], $"{item} selects no pod of namespace '{item.Namespace}' by '{selector}'");
    }
}
