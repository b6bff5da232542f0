using System.Collections.Frozen;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>Most sysctls affect the whole node.</summary>
internal sealed class Sysctls()
    : PodPolicy(
        new()
        {
            Name = "sysctls",
            Description = "Pods set safe sysctls only.",
            RemediationSteps = "Remove the sysctl, or set it on the node.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
            Controls = [Standards.PodSecurityBaseline("Sysctls")],
        }
    )
{
    private static readonly FrozenSet<string> Safe = new[]
    {
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem",
    }.ToFrozenSet(StringComparer.Ordinal);

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        foreach (var sysctl in pod.SecurityContext["sysctls"].Items)
        {
            if (sysctl["name"].Text is { } name && !Safe.Contains(name))
            {
                context.Report(sysctl, $"the pods set the sysctl {name}");
            }
        }
    }
}
