using System.Globalization;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>
/// Warns of ports below 1024 that a container has no privilege to listen on, and of capabilities without effect. Kubernetes has no ambient
/// capabilities: a capability reaches a program of a user other than root only if its file has it too and privilege escalation is allowed.
/// </summary>
internal sealed class PrivilegedPortCheck : ISettingsCheck
{
    private const int FirstUnprivileged = 1024;

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var first = FindFirstUnprivileged(service);
            foreach (var container in ReviewedContainer.Find(service))
            {
                WarnAboutCapabilities(container);
                foreach (var (at, port) in container.Ports.Where(port => port.Port < first))
                {
                    WarnAboutPort(container, at, port);
                }
            }
        }
    }

    private static int FindFirstUnprivileged(ServiceUnderReview service) =>
        service.Settings.Security.Sysctls.TryGetValue(PodSecurityStandards.UnprivilegedPortStart, out var start)
        && int.TryParse(start.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? first
            : FirstUnprivileged;

    private static void WarnAboutPort(ReviewedContainer container, SettingsPath at, int port)
    {
        var security = container.Security;
        var hasCapability = security.Capabilities.Contains(PodSecurityStandards.RestrictedCapability);
        if (security.Privileged || (hasCapability && security.CanUseCapabilities))
        {
            return;
        }

        var sysctl =
            $"write 'security: {{sysctls: {{{PodSecurityStandards.UnprivilegedPortStart}: \"{port.ToString(CultureInfo.InvariantCulture)}\"}}}}'";
        container.Service.Review.Warn(
            at,
            $"on nodes with Linux' default, {container.Description} may not listen on a port below {FirstUnprivileged} {Reason(container)}",
            security.NonRoot
                ? $"{sysctl} (allowed in every Pod Security Standard), or use a port from {FirstUnprivileged} on"
                : $"write 'capabilities: [{PodSecurityStandards.RestrictedCapability}]', which works for root, or {sysctl}"
        );
    }

    private static string Reason(ReviewedContainer container) =>
        container.Security.NonRoot
            ? $"as {User(container)}"
            : $"without the capability {PodSecurityStandards.RestrictedCapability}, which is dropped for root too";

    private static void WarnAboutCapabilities(ReviewedContainer container)
    {
        if (!container.Security.Capabilities.IsEmpty && !container.Security.CanUseCapabilities)
        {
            container.Service.Review.Warn(
                container.At.Key("capabilities"),
                $"they have no effect for {User(container)}: Linux grants them to root, and to programs with file capabilities (setcap) that may gain privileges",
                $"remove them (ports below {FirstUnprivileged} need the sysctl {PodSecurityStandards.UnprivilegedPortStart} instead), "
                    + "or write 'allowPrivilegeEscalation: true' or 'user: 0', which need 'podSecurity: baseline'"
            );
        }
    }

    private static string User(ReviewedContainer container) =>
        container.Security.User is { } user
            ? string.Create(CultureInfo.InvariantCulture, $"user {user}")
            : "the image's user, which is not root";
}
