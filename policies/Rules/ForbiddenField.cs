using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules;

/// <summary>A field of a kind's spec must not be missing or have some values.</summary>
internal sealed class ForbiddenField(PolicyDetails details, string kind, string field, Predicate<PropertyNode> isForbidden, string problem)
    : ObjectPolicy(details)
{
    public static IEnumerable<Policy> All =>
        [
            // By default running pods that are not ready block the drain of a node, which may be the reason why they are not.
            new ForbiddenField(
                new()
                {
                    Name = "disruption-budget-eviction",
                    Area = "Availability",
                    Description = "PodDisruptionBudgets allow the eviction of unhealthy pods.",
                    RemediationSteps = "Set unhealthyPodEvictionPolicy: AlwaysAllow.",
                    Severity = Severity.Low,
                    Profile = Profiles.Production,
                },
                "PodDisruptionBudget",
                "unhealthyPodEvictionPolicy",
                value => value.Text != "AlwaysAllow",
                "protects pods that are not ready from eviction"
            ),
            // A finished Job and its pods stay until they are deleted.
            new ForbiddenField(
                new()
                {
                    Name = "job-time-to-live",
                    Area = "Availability",
                    Description = "Finished Jobs are deleted after some time.",
                    RemediationSteps = "Set ttlSecondsAfterFinished.",
                    Severity = Severity.Low,
                    Profile = Profiles.Production,
                },
                "Job",
                "ttlSecondsAfterFinished",
                value => !value.Exists,
                "stays in the cluster when it has finished"
            ),
            // Anyone who may set externalIPs can intercept the traffic of others (CVE-2020-8554).
            new ForbiddenField(
                new()
                {
                    Name = "external-ips",
                    Area = "Network",
                    Description = "Services have no external IPs.",
                    RemediationSteps = "Remove externalIPs and use a load balancer.",
                    Severity = Severity.High,
                    Profile = Profiles.Baseline,
                },
                "Service",
                "externalIPs",
                value => value.Count > 0,
                "accepts traffic for external IPs"
            ),
            // The port is open on every node.
            new ForbiddenField(
                new()
                {
                    Name = "node-port",
                    Area = "Network",
                    Description = "Services open no port on the nodes.",
                    RemediationSteps = "Use ClusterIP with an Ingress or a Gateway, or LoadBalancer.",
                    Severity = Severity.Medium,
                    Profile = Profiles.Production,
                },
                "Service",
                "type",
                value => value.Text == "NodePort",
                "opens a port on every node"
            ),
        ];

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Is(kind) && item.Spec[field] is var value && isForbidden(value))
        {
            context.Report(value, $"{item} {problem}");
        }
    }
}
