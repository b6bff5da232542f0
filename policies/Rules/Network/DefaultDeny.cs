using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>Only a policy for every pod covers the pods that are added later.</summary>
internal sealed class DefaultDeny()
    : ClusterPolicy(
        new()
        {
            Name = "default-deny",
            Description = "Namespaces deny traffic by default and allow DNS.",
            RemediationSteps =
                "Add a NetworkPolicy with an empty podSelector and no rules for Ingress and Egress, and one that allows port 53.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
            Controls = [Standards.Cis("5.3.2"), Standards.Nsa("Network policies")],
        }
    )
{
    private const int Dns = 53;
    private static readonly string[] Namespaces = ["Namespace"];

    protected override IReadOnlyList<string> Kinds => Namespaces;

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (cluster.Pods.In(item.Name).Count == 0)
        {
            return;
        }

        foreach (var direction in (TrafficDirection[])[TrafficDirection.Ingress, TrafficDirection.Egress])
        {
            if (!cluster.NetworkPolicies.CoversNamespace(item.Name, direction))
            {
                context.Report(
                    $"no NetworkPolicy denies {direction.ToString().ToLowerInvariant()} to every pod of namespace '{item.Name}' by default"
                );
            }
        }

        if (
            cluster.NetworkPolicies.CoversNamespace(item.Name, TrafficDirection.Egress)
            && !cluster.GetObjects("NetworkPolicy", item.Name).Any(AllowsDns)
        )
        {
            context.Report($"no NetworkPolicy allows the pods of namespace '{item.Name}' to query DNS");
        }
    }

    private static bool AllowsDns(KubernetesObject policy) =>
        policy
            .Spec["egress"]
            .Items.Any(rule =>
                rule["ports"].Count == 0
                || rule["ports"].Items.Any(port => port["port"].Number is Dns || port["port"].Text is "dns" or "dns-tcp")
            );
}
