using System.Collections.Frozen;

namespace Infra.Kubernetes;

/// <summary>
/// The lists of the Pod Security Standards, as in the admission plugin of Kubernetes 1.36
/// (https://kubernetes.io/docs/concepts/security/pod-security-standards/).
/// </summary>
public static class PodSecurityStandards
{
    /// <summary>The only capability that a container may add in the standard "restricted".</summary>
    public const string RestrictedCapability = "NET_BIND_SERVICE";

    /// <summary>The sysctl with the lowest port that a process without privileges may listen on.</summary>
    public const string UnprivilegedPortStart = "net.ipv4.ip_unprivileged_port_start";

    /// <summary>The capabilities that a container may add in the standard "baseline".</summary>
    public static FrozenSet<string> BaselineCapabilities { get; } =
        new[]
        {
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
        }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The capabilities of Linux (capabilities(7)), without the prefix <c>CAP_</c>.</summary>
    public static FrozenSet<string> Capabilities { get; } =
        new[]
        {
            "AUDIT_CONTROL",
            "AUDIT_READ",
            "BLOCK_SUSPEND",
            "BPF",
            "CHECKPOINT_RESTORE",
            "DAC_READ_SEARCH",
            "IPC_LOCK",
            "IPC_OWNER",
            "LEASE",
            "LINUX_IMMUTABLE",
            "MAC_ADMIN",
            "MAC_OVERRIDE",
            "NET_ADMIN",
            "NET_BROADCAST",
            "NET_RAW",
            "PERFMON",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_MODULE",
            "SYS_NICE",
            "SYS_PACCT",
            "SYS_PTRACE",
            "SYS_RAWIO",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "SYSLOG",
            "WAKE_ALARM",
        }
            .Concat(BaselineCapabilities)
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The sysctls that pods may set in every standard, and that the kubelet allows by default.</summary>
    public static FrozenSet<string> SafeSysctls { get; } =
        new[]
        {
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            UnprivilegedPortStart,
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
}
