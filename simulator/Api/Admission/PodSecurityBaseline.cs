using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Admission.PodSecurityContainers;

namespace Infra.Simulator.Api.Admission;

/// <summary>The rules of the Pod Security standard <c>baseline</c>. Each returns the violation of a pod, or null.</summary>
internal static class PodSecurityBaseline
{
    public static string? CheckPrivileged(List<JsonObject> containers) =>
        CheckContexts(containers, "privileged", context => context.Flag("privileged"), "must not set securityContext.privileged=true");

    public static string? CheckCapabilities(List<JsonObject> containers)
    {
        var offenders = containers
            .Where(container => GetAddedCapabilities(container).Any(name => !PodSecurityStandards.BaselineCapabilities.Contains(name)))
            .ToList();
        if (offenders.Count == 0)
        {
            return null;
        }

        var names = offenders
            .SelectMany(GetAddedCapabilities)
            .Where(name => !PodSecurityStandards.BaselineCapabilities.Contains(name))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return $"non-default capabilities ({Names(offenders)} must not include {Quote(names)} in securityContext.capabilities.add)";
    }

    public static string? CheckHostNamespaces(JsonObject spec)
    {
        var set = new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(name => spec.Flag(name)).Select(name => $"{name}=true").ToList();
        return set.Count == 0 ? null : $"host namespaces ({string.Join(", ", set)})";
    }

    public static string? CheckHostPathVolumes(JsonObject spec)
    {
        var names = spec.Objects("volumes").Where(volume => volume.ContainsKey("hostPath")).Select(volume => volume.Text("name")!).ToList();
        return names.Count == 0 ? null : $"hostPath volumes ({Plural("volume", names)} {Quote(names)})";
    }

    public static string? CheckHostPorts(List<JsonObject> containers)
    {
        var offenders = containers.Where(container => container.Objects("ports").Any(port => (port.Number("hostPort") ?? 0) != 0)).ToList();
        if (offenders.Count == 0)
        {
            return null;
        }

        var ports = offenders
            .SelectMany(container => container.Objects("ports"))
            .Select(port => port.Number("hostPort") ?? 0)
            .Where(port => port != 0)
            .Distinct()
            .Order()
            .ToList();
        var word = ports.Count == 1 ? "hostPort" : "hostPorts";
        return $"hostPort ({Names(offenders)} {(offenders.Count == 1 ? "uses" : "use")} {word} {string.Join(", ", ports)})";
    }

    public static string? CheckHostProcess(JsonObject spec, List<JsonObject> containers)
    {
        var offenders = containers.Where(container => container.Flag("securityContext", "windowsOptions", "hostProcess")).ToList();
        var isPod = spec.Flag("securityContext", "windowsOptions", "hostProcess");
        return FormatOffenders(isPod, offenders) is { } subject
            ? $"hostProcess ({subject} must not set securityContext.windowsOptions.hostProcess=true)"
            : null;
    }

    public static string? CheckProcMounts(List<JsonObject> containers)
    {
        var offenders = containers
            .Where(container => container.Text("securityContext", "procMount") is { Length: > 0 } mount && mount != "Default")
            .ToList();
        return offenders.Count == 0
            ? null
            : $"procMount ({Names(offenders)} must not set securityContext.procMount to {Quote([.. offenders.Select(container => container.Text("securityContext", "procMount")!).Distinct()])})";
    }

    public static string? CheckSeccomp(JsonObject spec, List<JsonObject> containers)
    {
        var offenders = containers.Where(container => container.Text("securityContext", "seccompProfile", "type") == "Unconfined").ToList();
        var isPod = spec.Text("securityContext", "seccompProfile", "type") == "Unconfined";
        return FormatOffenders(isPod, offenders) is { } subject
            ? $"seccompProfile ({subject} must not set securityContext.seccompProfile.type to \"Unconfined\")"
            : null;
    }

    public static string? CheckSysctls(JsonObject spec)
    {
        var names = spec.Objects("securityContext", "sysctls")
            .Select(sysctl => sysctl.Text("name")!)
            .Where(name => !PodSecurityStandards.SafeSysctls.Contains(name))
            .ToList();
        return names.Count == 0 ? null : $"forbidden sysctls ({string.Join(", ", names)})";
    }
}
