using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Values;

namespace Infra.Policies.Rules.Hardening;

/// <summary>Who needs a shell uses the API server, which asks who it is.</summary>
internal sealed class SshPort : ObjectPolicy
{
    private const int Ssh = 22;

    protected override void Check(KubernetesObject item, Findings findings)
    {
        foreach (var container in item.Pods?.Containers ?? [])
            foreach (var port in container.Node["ports"].Items)
                if (port["containerPort"] is { Number: Ssh } number)
                    findings.Add(number, $"{container} listens on port {Ssh}");
        if (item.Is("Service"))
            foreach (var port in item.Spec["ports"].Items)
                if (port["port"].Number is Ssh || port["targetPort"].Number is Ssh)
                    findings.Add(port, $"{item} offers port {Ssh}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "ssh-port",
        Summary = "Nothing offers SSH.",
        Remedy = "Remove the port; use kubectl exec where a shell is needed.",
        Severity = Severity.Medium,
        Profile = Profile.Restricted,
    };
}
