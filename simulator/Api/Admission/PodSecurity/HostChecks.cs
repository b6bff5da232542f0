using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>The checks of access to the host.</summary>
internal static class HostChecks
{
    private static readonly (int Minor, string Name)[] _safeSysctls =
    [
        (0, "kernel.shm_rmid_forced"),
        (0, "net.ipv4.ip_local_port_range"),
        (0, "net.ipv4.tcp_syncookies"),
        (0, "net.ipv4.ping_group_range"),
        (0, "net.ipv4.ip_unprivileged_port_start"),
        (27, "net.ipv4.ip_local_reserved_ports"),
        (29, "net.ipv4.tcp_keepalive_time"),
        (29, "net.ipv4.tcp_fin_timeout"),
        (29, "net.ipv4.tcp_keepalive_intvl"),
        (29, "net.ipv4.tcp_keepalive_probes"),
        (32, "net.ipv4.tcp_rmem"),
        (32, "net.ipv4.tcp_wmem"),
    ];

    private static readonly string[] _probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    public static Violation? CheckNamespaces(CheckedPod pod)
    {
        var set = new[] { "hostNetwork", "hostPID", "hostIPC" }
            .Where(field => pod.Spec.Flag(field))
            .Select(field => $"{field}=true")
            .ToList();
        return set.Count == 0 ? null : new Violation("host namespaces", string.Join(", ", set));
    }

    public static Violation? CheckPorts(CheckedPod pod)
    {
        var offenders = pod.Containers.Where(container => GetHostPorts(container).Any()).ToList();
        var ports = offenders.SelectMany(GetHostPorts).Distinct().Order(StringComparer.Ordinal).ToList();
        return offenders.Count == 0
            ? null
            : new Violation(
                "hostPort",
                $"{CheckedPod.Describe(offenders)} {Verb(offenders)} {(ports.Count == 1 ? "hostPort" : "hostPorts")} {string.Join(", ", ports)}"
            );
    }

    public static Violation? CheckProbes(CheckedPod pod)
    {
        var offenders = pod.Containers.Where(container => GetHosts(container).Any()).ToList();
        if (offenders.Count == 0)
        {
            return null;
        }

        var hosts = offenders.SelectMany(GetHosts).Distinct().ToList();
        var names = offenders.OrderBy(container => container.Text("name"), StringComparer.Ordinal).ToList();
        return new Violation(
            "probe or lifecycle host",
            $"{CheckedPod.Describe(names)} {Verb(offenders)} probe or lifecycle {(hosts.Count == 1 ? "host" : "hosts")} "
                + CheckedPod.QuoteSorted(hosts)
        );
    }

    public static Violation? CheckHostProcess(CheckedPod pod) =>
        pod.FindOffenders(context => context.Flag("windowsOptions", "hostProcess")) is { } subject
            ? new Violation("hostProcess", $"{subject} must not set securityContext.windowsOptions.hostProcess=true")
            : null;

    /// <summary>Returns the check of sysctls in a minor version.</summary>
    public static Func<CheckedPod, Violation?> CheckSysctls(int minor)
    {
        var safe = _safeSysctls.Where(sysctl => sysctl.Minor <= minor).Select(sysctl => sysctl.Name).ToHashSet();
        return pod =>
        {
            var names = pod
                .Spec.Objects("securityContext", "sysctls")
                .Select(sysctl => sysctl.Text("name") ?? "")
                .Where(name => !safe.Contains(name))
                .ToList();
            return names.Count == 0 ? null : new Violation("forbidden sysctls", string.Join(", ", names));
        };
    }

    private static string Verb(List<JsonObject> offenders) => offenders.Count == 1 ? "uses" : "use";

    private static IEnumerable<string> GetHostPorts(JsonObject container) =>
        container
            .Objects("ports")
            .Select(port => port.Number("hostPort") ?? 0)
            .Where(port => port != 0)
            .Select(port => port.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<string> GetHosts(JsonObject container) =>
        _probes
            .Select(probe => container.Map(probe))
            .Append(container.Map("lifecycle", "postStart"))
            .Append(container.Map("lifecycle", "preStop"))
            .SelectMany(handler => new[] { handler.Text("httpGet", "host"), handler.Text("tcpSocket", "host") })
            .OfType<string>()
            .Where(host => host.Length > 0);
}
