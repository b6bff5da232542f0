using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Network;

/// <summary>A pod that somebody adds tomorrow is covered only by a policy for every pod.</summary>
internal sealed class DefaultDeny : ClusterPolicy
{
    private const int Dns = 53;
    private static readonly string[] Namespaces = ["Namespace"];

    protected override IReadOnlyList<string> Kinds => Namespaces;

    protected override void Check(KubernetesObject item, Cluster cluster, Findings findings)
    {
        if (cluster.Pods.In(item.Name).Count == 0)
            return;
        foreach (var direction in (TrafficDirection[])[TrafficDirection.Ingress, TrafficDirection.Egress])
            if (!cluster.NetworkPolicies.CoversNamespace(item.Name, direction))
                findings.Add($"no NetworkPolicy denies {direction.ToString().ToLowerInvariant()} to every pod of namespace '{item.Name}' by default");
        if (cluster.NetworkPolicies.CoversNamespace(item.Name, TrafficDirection.Egress)
            && !cluster.OfKindIn("NetworkPolicy", item.Name).Any(AllowsDns))
            findings.Add($"no NetworkPolicy lets the pods of namespace '{item.Name}' ask DNS");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "default-deny",
        Summary = "Namespaces deny traffic by default and allow DNS.",
        Remedy = "Add a NetworkPolicy with an empty podSelector and no rules for Ingress and Egress, and one that allows port 53.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
        Standards = [Standard.Cis("5.3.2"), Standard.Nsa("Network policies")],
    };

    private static bool AllowsDns(KubernetesObject policy) => policy.Spec["egress"].Items.Any(rule =>
        rule["ports"].Count == 0 || rule["ports"].Items.Any(port => port["port"].Number is Dns || port["port"].Text is "dns" or "dns-tcp"));
}
