using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Resources;

/// <summary>One team's mistake must not exhaust the cluster.</summary>
internal sealed class NamespaceQuota()
    : ClusterPolicy(
        new()
        {
            Name = "namespace-quota",
            Description = "Namespaces have a ResourceQuota, and a LimitRange for containers without requests.",
            RemediationSteps = "Add a ResourceQuota and a LimitRange to the namespace.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
            Controls = [Standards.Nsa("Resource policies")],
        }
    )
{
    private static readonly string[] Namespaces = ["Namespace"];

    protected override IReadOnlyList<string> Kinds => Namespaces;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (!cluster.GetObjects("ResourceQuota", item.Name).Any())
        {
            context.Report($"the namespace '{item.Name}' has no ResourceQuota");
        }

        if (!cluster.GetObjects("LimitRange", item.Name).Any())
        {
            context.Report($"the namespace '{item.Name}' has no LimitRange");
        }
    }
}
