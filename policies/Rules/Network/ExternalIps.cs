using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>Who may write externalIPs can take over traffic meant for others (CVE-2020-8554).</summary>
internal sealed class ExternalIps() : ObjectPolicy(new()
{
    Name = "external-ips",
    Description = "Services claim no external addresses.",
    RemediationSteps = "Remove externalIPs and use a load balancer.",
    Severity = Severity.High,
    Profile = Profiles.Baseline,
})
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Is("Service") && item.Spec["externalIPs"] is { Count: > 0 } addresses)
            context.Report(addresses, $"{item} claims traffic for addresses of its own choice");
    }
}
