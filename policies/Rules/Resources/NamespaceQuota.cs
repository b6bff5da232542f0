using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Resources;

/// <summary>One team's mistake must not use up the cluster.</summary>
internal sealed class NamespaceQuota : ClusterPolicy
{
    private static readonly string[] Namespaces = ["Namespace"];

    protected override IReadOnlyList<string> Kinds => Namespaces;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        if (!cluster.OfKindIn("ResourceQuota", item.Name).Any())
            findings.Add($"the namespace '{item.Name}' has no ResourceQuota");
        if (!cluster.OfKindIn("LimitRange", item.Name).Any())
            findings.Add($"the namespace '{item.Name}' has no LimitRange");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "namespace-quota",
        Summary = "Namespaces have a ResourceQuota, and a LimitRange for containers that say nothing.",
        Remedy = "Add a ResourceQuota and a LimitRange to the namespace.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
        Standards = [Standard.Nsa("Resource policies")],
    };
}
