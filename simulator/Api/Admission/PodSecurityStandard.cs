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
            PodSecurityBaseline.CheckPrivileged(containers),
            isRestricted ? null : PodSecurityBaseline.CheckCapabilities(containers),
            PodSecurityBaseline.CheckHostNamespaces(spec),
            PodSecurityBaseline.CheckHostPathVolumes(spec),
            PodSecurityBaseline.CheckHostPorts(containers),
            PodSecurityBaseline.CheckHostProcess(spec, containers),
            PodSecurityBaseline.CheckProcMounts(containers),
            isRestricted ? null : PodSecurityBaseline.CheckSeccomp(spec, containers),
            PodSecurityBaseline.CheckSysctls(spec),
        ];
        if (isRestricted)
        {
            problems.AddRange([
                PodSecurityRestricted.CheckVolumes(spec),
                isWindows ? null : PodSecurityRestricted.CheckPrivilegeEscalation(containers),
                isWindows ? null : PodSecurityRestricted.CheckCapabilities(containers),
                PodSecurityRestricted.CheckRunAsNonRoot(spec, containers),
                PodSecurityRestricted.CheckRunAsUser(spec, containers),
                isWindows ? null : PodSecurityRestricted.CheckSeccomp(spec, containers),
            ]);
        }
        return problems.OfType<string>();
    }
}
