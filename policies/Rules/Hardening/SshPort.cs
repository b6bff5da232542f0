using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>kubectl exec gives a shell that the API server authenticates and audits.</summary>
internal sealed class SshPort()
    : ObjectPolicy(
        new()
        {
            Name = "ssh-port",
            Description = "No container or Service exposes SSH.",
            RemediationSteps = "Remove the port; use kubectl exec where a shell is needed.",
            Severity = Severity.Medium,
            Profile = Profiles.Restricted,
        }
    )
{
    private const int Ssh = 22;

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        foreach (var container in item.Pods?.Containers ?? [])
        {
            foreach (var port in container["ports"].Items)
            {
                if (port["containerPort"] is { Number: Ssh } number)
                {
                    context.Report(number, $"{container} listens on port {Ssh}");
                }
            }
        }

        if (item.Is("Service"))
        {
            foreach (var port in item.Spec["ports"].Items)
            {
                if (port["port"].Number is Ssh || port["targetPort"].Number is Ssh)
                {
                    context.Report(port, $"{item} exposes port {Ssh}");
                }
            }
        }
    }
}
