using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Network;

/// <summary>A rule without a host answers for every host that leads here.</summary>
internal sealed class IngressHost : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (!item.Is("Ingress"))
            return;
        foreach (var rule in item.Spec["rules"].Items)
            if (rule["host"] is { Text: null or "" or "*" } host)
                findings.Add(host, $"{item} has a rule for every host");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "ingress-host",
        Summary = "Ingresses name their hosts.",
        Remedy = "Write the host of each rule.",
        Severity = Severity.Medium,
        Profile = Profile.Production,
    };
}
