using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Network;

/// <summary>A rule without a host answers requests for every host.</summary>
internal sealed class IngressHost()
    : ObjectPolicy(
        new()
        {
            Name = "ingress-host",
            Description = "The rules of Ingresses name a host.",
            RemediationSteps = "Set the host of each rule.",
            Severity = Severity.Medium,
            Profile = Profiles.Production,
        }
    )
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (!item.Is("Ingress"))
        {
            return;
        }

        foreach (var rule in item.Spec["rules"].Items)
        {
            if (rule["host"] is { Text: null or "" or "*" } host)
            {
                context.Report(host, $"{item} has a rule for every host");
            }
        }
    }
}
