using System.Collections.Frozen;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>What the Pod Security Standards let a container add to its capabilities.</summary>
internal static class Capabilities
{
    public static FrozenSet<string> Baseline { get; } = new[]
    {
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static FrozenSet<string> Restricted { get; } = new[] { "NET_BIND_SERVICE" }.ToFrozenSet(StringComparer.Ordinal);

    public static void Forbid(Container container, PolicyContext context, Func<string, bool> isForbidden)
    {
        foreach (var added in container.SecurityContext["capabilities"]["add"].Items)
            if (added.Text is { } capability && isForbidden(capability))
                context.Report(added, $"{container} adds the capability {capability}");
    }
}
