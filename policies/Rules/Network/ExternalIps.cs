using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Network;

/// <summary>Who may write externalIPs can take over traffic meant for others (CVE-2020-8554).</summary>
internal sealed class ExternalIps : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (item.Is("Service") && item.Spec["externalIPs"] is { Count: > 0 } addresses)
            findings.Add(addresses, $"{item} claims traffic for addresses of its own choice");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "external-ips",
        Summary = "Services claim no external addresses.",
        Remedy = "Remove externalIPs and use a load balancer.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
    };
}
