using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>A violation of a Pod Security standard.</summary>
/// <param name="Reason">The rule, such as <c>host namespaces</c>.</param>
/// <param name="Detail">What violates it.</param>
internal sealed record Violation(string Reason, string Detail)
{
    public override string ToString() => $"{Reason} ({Detail})";
}

/// <summary>The checks of the Pod Security standards, by level and version, in Kubernetes' order.</summary>
internal static class SecurityStandard
{
    private const int Latest = 36;

    private static readonly StandardCheck[] _baseline =
    [
        new("appArmorProfile", 0, ProfileChecks.CheckAppArmor),
        new("capabilities_baseline", 0, CapabilityChecks.CheckBaseline),
        new("hostNamespaces", 0, HostChecks.CheckNamespaces),
        new("hostPathVolumes", 0, VolumeChecks.CheckHostPaths),
        new("hostPorts", 0, HostChecks.CheckPorts),
        new("hostProbesAndHostLifecycle", 34, HostChecks.CheckProbes),
        new("privileged", 0, PrivilegeChecks.CheckPrivileged),
        new("procMount", 0, PrivilegeChecks.CheckProcMount),
        new("procMount", 35, PrivilegeChecks.CheckProcMountOfHostUsers),
        new("seLinuxOptions", 0, SELinuxChecks.Check),
        new("seLinuxOptions", 31, SELinuxChecks.CheckWithEngine),
        new("seccompProfile_baseline", 0, ProfileChecks.CheckSeccompAnnotations),
        new("seccompProfile_baseline", 19, ProfileChecks.CheckSeccomp),
        new("sysctls", 0, HostChecks.CheckSysctls(0)),
        new("sysctls", 27, HostChecks.CheckSysctls(27)),
        new("sysctls", 29, HostChecks.CheckSysctls(29)),
        new("sysctls", 32, HostChecks.CheckSysctls(32)),
        new("windowsHostProcess", 0, HostChecks.CheckHostProcess),
    ];

    private static readonly StandardCheck[] _restricted =
    [
        new("allowPrivilegeEscalation", 8, PrivilegeChecks.CheckEscalation),
        new("allowPrivilegeEscalation", 25, ExceptWindows(PrivilegeChecks.CheckEscalation)),
        new("capabilities_restricted", 22, CapabilityChecks.CheckRestricted, "capabilities_baseline"),
        new("capabilities_restricted", 25, ExceptWindows(CapabilityChecks.CheckRestricted), "capabilities_baseline"),
        new("procMount_restricted", 35, PrivilegeChecks.CheckProcMount, "procMount"),
        new("restrictedVolumes", 0, VolumeChecks.CheckTypes, "hostPathVolumes"),
        new("runAsNonRoot", 0, RootChecks.CheckNonRoot),
        new("runAsNonRoot", 35, ExceptOwnUsers(RootChecks.CheckNonRoot)),
        new("runAsUser", 23, RootChecks.CheckUser),
        new("runAsUser", 35, ExceptOwnUsers(RootChecks.CheckUser)),
        new("seccompProfile_restricted", 19, ProfileChecks.CheckSeccompIsSet, "seccompProfile_baseline"),
        new("seccompProfile_restricted", 25, ExceptWindows(ProfileChecks.CheckSeccompIsSet), "seccompProfile_baseline"),
    ];

    /// <param name="level">The level and version.</param>
    /// <param name="annotations">The annotations of the pod or template.</param>
    /// <param name="spec">The spec of the pod or template.</param>
    public static List<Violation> Check(VersionedLevel level, JsonObject? annotations, JsonObject spec)
    {
        if (level.Level == SecurityLevel.Privileged)
        {
            return [];
        }

        var minor = Math.Min(level.Minor ?? Latest, Latest);
        var pod = new CheckedPod(annotations ?? [], spec);
        var restricted = level.Level == SecurityLevel.Restricted ? Select(_restricted, minor) : [];
        var overridden = restricted.Select(check => check.Overrides).ToHashSet();
        return
        [
            .. Select(_baseline, minor)
                .Where(check => !overridden.Contains(check.Id))
                .Concat(restricted)
                .Select(check => check.Check(pod))
                .OfType<Violation>(),
        ];
    }

    /// <summary>The newest version of each check that is not newer than the standard.</summary>
    private static List<StandardCheck> Select(StandardCheck[] checks, int minor) =>
        [.. checks.Where(check => check.Minor <= minor).GroupBy(check => check.Id).Select(versions => versions.Last())];

    private static Func<CheckedPod, Violation?> ExceptWindows(Func<CheckedPod, Violation?> check) =>
        pod => pod.IsWindows ? null : check(pod);

    private static Func<CheckedPod, Violation?> ExceptOwnUsers(Func<CheckedPod, Violation?> check) =>
        pod => pod.HasOwnUsers ? null : check(pod);

    private sealed record StandardCheck(string Id, int Minor, Func<CheckedPod, Violation?> Check, string Overrides = "");
}
