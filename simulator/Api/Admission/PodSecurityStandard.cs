using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The Pod Security standards <c>baseline</c> and <c>restricted</c>. Violations are worded as in Kubernetes.</summary>
internal static class PodSecurityStandard
{
    /// <summary>Returns the violations of a pod, in the order of the rules.</summary>
    public static IEnumerable<string> Check(bool isRestricted, JsonObject spec)
    {
        var containers = spec.Objects("initContainers")
            .Concat(spec.Objects("containers"))
            .Concat(spec.Objects("ephemeralContainers"))
            .ToList();
        var isWindows = spec.Text("os", "name") == "windows";
        List<string?> problems =
        [
            PodSecurityBaseline.Privileged(containers),
            isRestricted ? null : PodSecurityBaseline.Capabilities(containers),
            PodSecurityBaseline.HostNamespaces(spec),
            PodSecurityBaseline.HostPathVolumes(spec),
            PodSecurityBaseline.HostPorts(containers),
            PodSecurityBaseline.HostProcess(spec, containers),
            PodSecurityBaseline.ProcMounts(containers),
            isRestricted ? null : PodSecurityBaseline.Seccomp(spec, containers),
            PodSecurityBaseline.Sysctls(spec),
        ];
        if (isRestricted)
        {
            problems.AddRange([
                PodSecurityRestricted.Volumes(spec),
                isWindows ? null : PodSecurityRestricted.Escalation(containers),
                isWindows ? null : PodSecurityRestricted.Capabilities(containers),
                PodSecurityRestricted.NonRoot(spec, containers),
                PodSecurityRestricted.RootUser(spec, containers),
                isWindows ? null : PodSecurityRestricted.Seccomp(spec, containers),
            ]);
        }
        return problems.OfType<string>();
    }
}
