using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>Pod Security Standards (https://kubernetes.io/docs/concepts/security/pod-security-standards/), the strictest first.</summary>
internal enum PodSecurityLevel
{
    /// <summary>Follows current hardening practice: no root, no privilege escalation, no capability but <c>NET_BIND_SERVICE</c>.</summary>
    Restricted,

    /// <summary>Prevents known privilege escalations: root and the default capabilities are allowed.</summary>
    Baseline,

    /// <summary>Allows everything, the node's privileges included.</summary>
    Privileged,
}

/// <summary>The user and the privileges of a container.</summary>
internal record ContainerSecuritySettings
{
    /// <summary>The user ID, or <c>image</c> for the image's own user.</summary>
    /// <value>10001; the service's in a sidecar or init container</value>
    /// <remarks>
    /// <c>runAsUser</c>, which <c>image</c> leaves out. The kubelet does not start an image whose user is root or has a name instead of a
    /// number, unless <c>nonRoot: false</c> is set. User 0 needs <c>podSecurity: baseline</c>.
    /// </remarks>
    /// <example>security: {user: image}</example>
    public UserId? User { get; init; }

    /// <summary>The group ID.</summary>
    /// <value>the user's number; the image's group with <c>user: image</c></value>
    /// <remarks><c>runAsGroup</c>.</remarks>
    /// <example>security: {user: 1000, group: 2000}</example>
    [Range(0, int.MaxValue)]
    public int? Group { get; init; }

    /// <summary>Whether the kubelet refuses to run it as root.</summary>
    /// <value>true; false for user 0; the service's in a sidecar or init container without a user</value>
    /// <remarks><c>runAsNonRoot</c>. With <c>false</c> it needs <c>podSecurity: baseline</c>.</remarks>
    /// <example>security: {user: image, nonRoot: false}</example>
    public bool? NonRoot { get; init; }

    /// <summary>Whether it may write to the image's file system.</summary>
    /// <value>false</value>
    /// <remarks>
    /// <c>readOnlyRootFilesystem: false</c>, and no volume at <c>/tmp</c>, which such a container does not need.
    /// </remarks>
    /// <example>security: {writableRoot: true}</example>
    public bool WritableRoot { get; init; }

    /// <summary>Capabilities to add after all are dropped, without the prefix <c>CAP_</c>.</summary>
    /// <value>none</value>
    /// <remarks>
    /// <c>capabilities.add</c>. Linux grants them to root, and to programs with file capabilities if <c>allowPrivilegeEscalation</c> is
    /// set. All but <c>NET_BIND_SERVICE</c> need <c>podSecurity: baseline</c>, and those beyond the default ones <c>privileged</c>.
    /// </remarks>
    /// <example>security: {user: 0, capabilities: [CHOWN, SETGID, SETUID]}</example>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Whether a program may gain more privileges than its parent, by set-user-ID or file capabilities.</summary>
    /// <value>false; true for a privileged container</value>
    /// <remarks><c>allowPrivilegeEscalation</c>. It needs <c>podSecurity: baseline</c>.</remarks>
    /// <example>security: {capabilities: [NET_BIND_SERVICE], allowPrivilegeEscalation: true}</example>
    public bool? AllowPrivilegeEscalation { get; init; }

    /// <summary>Whether it has all privileges of the node's root.</summary>
    /// <value>false</value>
    /// <remarks><c>privileged</c>. It needs <c>podSecurity: privileged</c>.</remarks>
    /// <example>security: {user: 0, privileged: true}</example>
    public bool Privileged { get; init; }

    /// <summary>
    /// The seccomp profile: <c>runtimeDefault</c>, <c>unconfined</c>, or <c>localhost/</c> and a file below the kubelet's folder of
    /// profiles.
    /// </summary>
    /// <value>runtimeDefault; the service's in a sidecar or init container</value>
    /// <remarks><c>seccompProfile</c>. <c>unconfined</c> needs <c>podSecurity: privileged</c>.</remarks>
    /// <example>security: {seccomp: localhost/profiles/audit.json}</example>
    public ConfinementProfile? Seccomp { get; init; }

    /// <summary>
    /// The AppArmor profile: <c>runtimeDefault</c>, <c>unconfined</c>, or <c>localhost/</c> and the name of a profile loaded on the nodes.
    /// </summary>
    /// <value>the runtime's, on nodes with AppArmor; the service's in a sidecar or init container</value>
    /// <remarks><c>appArmorProfile</c>. <c>unconfined</c> needs <c>podSecurity: privileged</c>.</remarks>
    /// <example>security: {appArmor: localhost/k8s-nginx}</example>
    public ConfinementProfile? AppArmor { get; init; }
}

/// <summary>
/// The user and the privileges of a service: those of its container, and of its sidecars and init containers as far as these set none.
/// Capabilities, a writable root, privilege escalation and privileges are the container's only.
/// </summary>
internal sealed record SecuritySettings : ContainerSecuritySettings
{
    /// <summary>The group that owns the files of volumes.</summary>
    /// <value>the group; 10001 if neither group nor user is a number</value>
    /// <remarks><c>fsGroup</c>, with <c>fsGroupChangePolicy: OnRootMismatch</c>.</remarks>
    /// <example>security: {user: 1000, fsGroup: 2000}</example>
    [Range(0, int.MaxValue)]
    public int? FsGroup { get; init; }

    /// <summary>Further groups of the processes.</summary>
    /// <value>none</value>
    /// <remarks><c>supplementalGroups</c>.</remarks>
    /// <example>security: {supplementalGroups: [44]}</example>
    public ImmutableArray<int> SupplementalGroups { get; init; } = [];

    /// <summary>
    /// Whether the pod uses the node's user IDs. With <c>false</c>, root in a container is an unprivileged user of the node.
    /// </summary>
    /// <value>true</value>
    /// <remarks>
    /// The pods' <c>hostUsers</c>. With <c>false</c> the standard "restricted" of Kubernetes 1.35 and later allows root. The node needs
    /// Linux 6.3, and a container runtime and file systems with ID-mapped mounts.
    /// </remarks>
    /// <example>security: {user: 0, hostUsers: false}</example>
    public bool HostUsers { get; init; } = true;

    /// <summary>Kernel parameters of the pod, by name.</summary>
    /// <value>none</value>
    /// <remarks>
    /// The pods' <c>sysctls</c>. Those that Kubernetes does not count as safe need <c>podSecurity: privileged</c>, and nodes whose kubelet
    /// allows them (<c>--allowed-unsafe-sysctls</c>).
    /// </remarks>
    /// <example>security: {sysctls: {net.ipv4.ip_unprivileged_port_start: "0"}}</example>
    public IReadOnlyDictionary<string, Text> Sysctls { get; init; } = ImmutableDictionary<string, Text>.Empty;
}
