using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The Pod Security standards <c>baseline</c> and <c>restricted</c>, in the words of Kubernetes.</summary>
internal static class PodSecurityStandard
{
    private static readonly string[] _baselineCapabilities =
    [
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    ];

    private static readonly string[] _restrictedVolumes =
    [
        "name",
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "image",
        "persistentVolumeClaim",
        "projected",
        "secret",
    ];

    private static readonly string[] _safeSysctls =
    [
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
    ];

    /// <summary>What a pod violates, rule by rule.</summary>
    public static IEnumerable<string> Check(bool isRestricted, JsonObject spec)
    {
        var containers = spec.Objects("initContainers")
            .Concat(spec.Objects("containers"))
            .Concat(spec.Objects("ephemeralContainers"))
            .ToList();
        var isWindows = spec.Text("os", "name") == "windows";
        List<string?> problems =
        [
            Forbidden(containers, "privileged", context => context.Flag("privileged"), "must not set securityContext.privileged=true"),
            isRestricted ? null : BaselineCapabilities(containers),
            HostNamespaces(spec),
            HostPathVolumes(spec),
            HostPorts(containers),
            HostProcess(spec, containers),
            ProcMounts(containers),
            isRestricted ? null : UnconfinedSeccomp(spec, containers),
            Sysctls(spec),
        ];
        if (isRestricted)
        {
            problems.AddRange([
                RestrictedVolumes(spec),
                isWindows ? null : Escalation(containers),
                isWindows ? null : RestrictedCapabilities(containers),
                NonRoot(spec, containers),
                RootUser(spec, containers),
                isWindows ? null : Seccomp(spec, containers),
            ]);
        }
        return problems.OfType<string>();
    }

    private static string? HostProcess(JsonObject spec, List<JsonObject> containers)
    {
        var offenders = containers.Where(container => container.Flag("securityContext", "windowsOptions", "hostProcess")).ToList();
        var isPod = spec.Flag("securityContext", "windowsOptions", "hostProcess");
        var who = new[] { isPod ? "pod" : null, offenders.Count > 0 ? Names(offenders) : null }.OfType<string>().ToList();
        return who.Count == 0
            ? null
            : $"hostProcess ({string.Join(" and ", who)} must not set securityContext.windowsOptions.hostProcess=true)";
    }

    private static string? HostNamespaces(JsonObject spec)
    {
        var set = new[] { "hostNetwork", "hostPID", "hostIPC" }.Where(name => spec.Flag(name)).Select(name => $"{name}=true").ToList();
        return set.Count == 0 ? null : $"host namespaces ({string.Join(", ", set)})";
    }

    private static string? HostPathVolumes(JsonObject spec)
    {
        var names = spec.Objects("volumes").Where(volume => volume.ContainsKey("hostPath")).Select(volume => volume.Text("name")!).ToList();
        return names.Count == 0 ? null : $"hostPath volumes ({Plural("volume", names)} {Quote(names)})";
    }

    private static string? HostPorts(List<JsonObject> containers)
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

    private static string? ProcMounts(List<JsonObject> containers)
    {
        var offenders = containers
            .Where(container => container.Text("securityContext", "procMount") is { Length: > 0 } mount && mount != "Default")
            .ToList();
        return offenders.Count == 0
            ? null
            : $"procMount ({Names(offenders)} must not set securityContext.procMount to {Quote([.. offenders.Select(container => container.Text("securityContext", "procMount")!).Distinct()])})";
    }

    private static string? Sysctls(JsonObject spec)
    {
        var names = spec.Objects("securityContext", "sysctls")
            .Select(sysctl => sysctl.Text("name")!)
            .Where(name => !_safeSysctls.Contains(name))
            .ToList();
        return names.Count == 0 ? null : $"forbidden sysctls ({string.Join(", ", names)})";
    }

    private static string? Forbidden(List<JsonObject> containers, string rule, Func<JsonObject?, bool> isOffending, string must)
    {
        var offenders = containers.Where(container => isOffending(container.Map("securityContext"))).ToList();
        return offenders.Count == 0 ? null : $"{rule} ({Names(offenders)} {must})";
    }

    private static string? BaselineCapabilities(List<JsonObject> containers)
    {
        var offenders = containers.Where(container => Added(container).Any(name => !_baselineCapabilities.Contains(name))).ToList();
        if (offenders.Count == 0)
        {
            return null;
        }

        var names = offenders
            .SelectMany(Added)
            .Where(name => !_baselineCapabilities.Contains(name))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return $"non-default capabilities ({Names(offenders)} must not include {Quote(names)} in securityContext.capabilities.add)";
    }

    private static string? UnconfinedSeccomp(JsonObject spec, List<JsonObject> containers)
    {
        var offenders = containers.Where(container => container.Text("securityContext", "seccompProfile", "type") == "Unconfined").ToList();
        var isPod = spec.Text("securityContext", "seccompProfile", "type") == "Unconfined";
        var who = new[] { isPod ? "pod" : null, offenders.Count > 0 ? Names(offenders) : null }.OfType<string>().ToList();
        return who.Count == 0
            ? null
            : $"seccompProfile ({string.Join(" and ", who)} must not set securityContext.seccompProfile.type to \"Unconfined\")";
    }

    private static string? RestrictedVolumes(JsonObject spec)
    {
        var offenders = spec.Objects("volumes")
            .Select(volume =>
                (
                    Name: volume.Text("name")!,
                    Type: volume.Select(entry => entry.Key).FirstOrDefault(key => !_restrictedVolumes.Contains(key))
                )
            )
            .Where(volume => volume.Type is not null)
            .ToList();
        if (offenders.Count == 0)
        {
            return null;
        }

        var types = offenders.Select(volume => volume.Type!).Distinct().Order(StringComparer.Ordinal).ToList();
        var names = offenders.Select(volume => volume.Name).ToList();
        return $"restricted volume types ({Plural("volume", names)} {Quote(names)} {(names.Count == 1 ? "uses" : "use")} restricted volume type{(types.Count == 1 ? "" : "s")} {Quote(types)})";
    }

    private static string? Escalation(List<JsonObject> containers) =>
        Forbidden(
            containers,
            "allowPrivilegeEscalation != false",
            context => context?["allowPrivilegeEscalation"] is null || context.Flag("allowPrivilegeEscalation"),
            "must set securityContext.allowPrivilegeEscalation=false"
        );

    private static string? RestrictedCapabilities(List<JsonObject> containers)
    {
        var keeping = containers
            .Where(container => !(container.Array("securityContext", "capabilities", "drop") ?? []).Any(name => name?.ToString() == "ALL"))
            .ToList();
        var adding = containers.Where(container => Added(container).Any(name => name != "NET_BIND_SERVICE")).ToList();
        var parts = new List<string>();
        if (keeping.Count > 0)
        {
            parts.Add($"{Names(keeping)} must set securityContext.capabilities.drop=[\"ALL\"]");
        }

        if (adding.Count > 0)
        {
            var names = adding
                .SelectMany(Added)
                .Where(name => name != "NET_BIND_SERVICE")
                .Distinct()
                .Order(StringComparer.Ordinal)
                .ToList();
            parts.Add($"{Names(adding)} must not include {Quote(names)} in securityContext.capabilities.add");
        }
        return parts.Count == 0 ? null : $"unrestricted capabilities ({string.Join("; ", parts)})";
    }

    private static string? NonRoot(JsonObject spec, List<JsonObject> containers)
    {
        var explicitly = containers
            .Where(container => container.Map("securityContext")?["runAsNonRoot"] is { } set && !set.GetValue<bool>())
            .ToList();
        var isPodRoot = spec.Map("securityContext")?["runAsNonRoot"] is { } ofPod && !ofPod.GetValue<bool>();
        if (explicitly.Count > 0 || isPodRoot)
        {
            var who = new[] { isPodRoot ? "pod" : null, explicitly.Count > 0 ? Names(explicitly) : null }.OfType<string>();
            return $"runAsNonRoot != true ({string.Join(" and ", who)} must not set securityContext.runAsNonRoot=false)";
        }
        if (spec.Flag("securityContext", "runAsNonRoot"))
        {
            return null;
        }

        var silent = containers.Where(container => container.Map("securityContext")?["runAsNonRoot"] is null).ToList();
        return silent.Count == 0 ? null : $"runAsNonRoot != true (pod or {Names(silent)} must set securityContext.runAsNonRoot=true)";
    }

    private static string? RootUser(JsonObject spec, List<JsonObject> containers)
    {
        var offenders = containers.Where(container => container.Number("securityContext", "runAsUser") == 0).ToList();
        var who = new[] { spec.Number("securityContext", "runAsUser") == 0 ? "pod" : null, offenders.Count > 0 ? Names(offenders) : null }
            .OfType<string>()
            .ToList();
        return who.Count == 0 ? null : $"runAsUser=0 ({string.Join(" and ", who)} must not set runAsUser=0)";
    }

    private static string? Seccomp(JsonObject spec, List<JsonObject> containers)
    {
        const string Rule = "securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"";
        var ofPod = spec.Text("securityContext", "seccompProfile", "type");
        var wrong = containers
            .Where(container => container.Text("securityContext", "seccompProfile", "type") is { } type && !IsConfined(type))
            .ToList();
        if (wrong.Count > 0 || (ofPod is not null && !IsConfined(ofPod)))
        {
            var who = new[]
            {
                ofPod is not null && !IsConfined(ofPod) ? "pod" : null,
                wrong.Count > 0 ? Names(wrong) : null,
            }.OfType<string>();
            return $"seccompProfile ({string.Join(" and ", who)} must not set securityContext.seccompProfile.type to \"Unconfined\")";
        }
        if (ofPod is not null)
        {
            return null;
        }

        var silent = containers.Where(container => container.Text("securityContext", "seccompProfile", "type") is null).ToList();
        return silent.Count == 0 ? null : $"seccompProfile (pod or {Names(silent)} must set {Rule})";
    }

    private static bool IsConfined(string type) => type is "RuntimeDefault" or "Localhost";

    private static IEnumerable<string> Added(JsonObject container) =>
        (container.Array("securityContext", "capabilities", "add") ?? []).Select(name => name?.ToString() ?? "");

    private static string Names(List<JsonObject> containers)
    {
        var names = containers.Select(container => container.Text("name") ?? "").ToList();
        return $"{Plural("container", names)} {Quote(names)}";
    }

    private static string Plural(string word, List<string> names) => names.Count == 1 ? word : word + "s";

    private static string Quote(IReadOnlyList<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
