using System.Globalization;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>Checks that the security settings of containers are valid in Kubernetes and do not contradict each other.</summary>
internal sealed class SecurityCheck : ISettingsCheck
{
    /// <summary>The longest name of an AppArmor profile that the API server accepts.</summary>
    private const int AppArmorLength = 4095;

    /// <summary>The sysctls that belong to a namespace, so that a pod can have its own; the kubelet refuses all others.</summary>
    private static readonly string[] NamespacedSysctls = ["kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.", "net."];

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckGroups(service);
            CheckSysctls(service);
            foreach (var container in ReviewedContainer.Find(service))
            {
                CheckUser(container);
                CheckPrivileges(container);
                CheckCapabilities(container);
                CheckProfiles(container);
            }
        }
    }

    /// <summary>Whether a sysctl belongs to a namespace, so that a pod can have its own.</summary>
    internal static bool IsOfPod(string sysctl) =>
        Array.Exists(NamespacedSysctls, prefix => sysctl.Replace('/', '.').StartsWith(prefix, StringComparison.Ordinal));

    private static void CheckGroups(ServiceUnderReview service)
    {
        var groups = service.Settings.Security.SupplementalGroups;
        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i] < 0)
            {
                service.Reject(
                    service.At("security", "supplementalGroups").Item(i),
                    $"{groups[i]} is not a group ID",
                    "write a number from 0 to 2147483647"
                );
            }
        }
    }

    private static void CheckSysctls(ServiceUnderReview service)
    {
        foreach (var (name, value) in service.Settings.Security.Sysctls)
        {
            var at = service.At("security", "sysctls", name);
            if (value.IsSecret)
            {
                service.Reject(at, "a sysctl cannot be secret: every process of the pod can read it", "write it without encryption");
            }

            if (!IsOfPod(name))
            {
                service.Reject(
                    at,
                    $"'{name}' is not a sysctl of a pod: it applies to the whole node",
                    "use one of kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.* or net.*, or set it on the nodes"
                );
            }
            else if (
                name == PodSecurityStandards.UnprivilegedPortStart
                && !(int.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var start) && start <= 65535)
            )
            {
                service.Reject(at, $"'{value}' is not a port", "write the lowest port that needs no privileges, such as \"0\"");
            }
        }
    }

    private static void CheckUser(ReviewedContainer container)
    {
        var (security, at) = (container.Security, container.At.Key("nonRoot"));
        if (container.Settings.NonRoot == true && security.User == 0)
        {
            container.Service.Reject(
                at,
                "user 0 is root, so the kubelet would never start it",
                "remove 'nonRoot: true', or write another user",
                container.At.Key("user")
            );
        }
        else if (container.Settings.NonRoot == false && security.User is { } user and not 0)
        {
            container.Service.Reject(
                at,
                $"it has no effect, because {container.Description} runs as user {user.ToString(CultureInfo.InvariantCulture)}",
                "add 'user: image' or 'user: 0', or remove it",
                container.At.Key("user")
            );
        }
    }

    private static void CheckPrivileges(ReviewedContainer container)
    {
        if (!container.Settings.Privileged)
        {
            return;
        }

        if (container.Settings.AllowPrivilegeEscalation == false)
        {
            container.Service.Reject(
                container.At.Key("allowPrivilegeEscalation"),
                "a privileged container may always gain privileges, and Kubernetes rejects the contradiction",
                "remove it, or remove 'privileged'"
            );
        }

        if (!container.Settings.Capabilities.IsEmpty)
        {
            container.Service.Reject(
                container.At.Key("capabilities"),
                "a privileged container has all capabilities",
                "remove them, or remove 'privileged'"
            );
        }

        if (container.Settings.Seccomp is { Kind: not ConfinementKind.Unconfined })
        {
            container.Service.Reject(
                container.At.Key("seccomp"),
                "a privileged container runs without a seccomp profile",
                "remove it, or remove 'privileged'"
            );
        }
    }

    private static void CheckCapabilities(ReviewedContainer container)
    {
        for (var i = 0; i < container.Settings.Capabilities.Length; i++)
        {
            var name = container.Settings.Capabilities[i];
            if (PodSecurityStandards.Capabilities.Contains(name))
            {
                continue;
            }

            var at = container.At.Key("capabilities").Item(i);
            var word = name.ToUpperInvariant();
            word = word.StartsWith("CAP_", StringComparison.Ordinal) ? word["CAP_".Length..] : word;
            if (word == "ALL")
            {
                container.Service.Reject(
                    at,
                    "all capabilities are dropped before some are added, so 'ALL' would add none",
                    "name those that are needed, or write 'privileged: true'"
                );
            }
            else
            {
                var cure = PodSecurityStandards.Capabilities.Contains(word)
                    ? $"write {word}"
                    : Suggestion.For(word, [.. PodSecurityStandards.Capabilities.Order(StringComparer.Ordinal)]);
                container.Service.Reject(at, $"there is no capability '{name}'", cure);
            }
        }
    }

    private static void CheckProfiles(ReviewedContainer container)
    {
        if (
            container.Settings.Seccomp is { Name: { } file }
            && (file.StartsWith('/') || file.Split('/').Contains("..", StringComparer.Ordinal))
        )
        {
            container.Service.Reject(
                container.At.Key("seccomp"),
                $"'{file}' is not below the kubelet's folder of profiles",
                "write a path relative to that folder, without '..'"
            );
        }

        if (container.Settings.AppArmor is { Name: { } name } && (name != name.Trim() || name.Length > AppArmorLength))
        {
            container.Service.Reject(
                container.At.Key("appArmor"),
                "the name of the AppArmor profile is not valid",
                $"write at most {AppArmorLength} characters without surrounding spaces"
            );
        }
    }
}
