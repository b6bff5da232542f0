using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that services need no more than the Pod Security Standard of the stack's namespace, and warns of each setting that needs more
/// than "restricted" (https://kubernetes.io/docs/concepts/security/pod-security-standards/).
/// </summary>
internal sealed class PodSecurityCheck : ISettingsCheck
{
    private static readonly SettingsPath Setting = SettingsPath.Root.Key("podSecurity");

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var ofContainers = ReviewedContainer.Find(service).SelectMany(FindDeviations);
            foreach (var deviation in FindSysctls(service).Concat(ofContainers).Concat(FindProbedHosts(service)))
            {
                Report(service, deviation);
            }
        }
    }

    private static void Report(ServiceUnderReview service, Deviation deviation)
    {
        var (allowed, needed) = (service.Review.Settings.PodSecurity, ScalarType.EnumName(deviation.Level.ToString()));
        var problem = $"{deviation.Problem}, which needs the Pod Security Standard '{needed}'";
        if (deviation.Level > allowed)
        {
            service.Reject(
                deviation.At,
                $"{problem}, and the namespace enforces '{ScalarType.EnumName(allowed.ToString())}'",
                $"remove it, or write 'podSecurity: {needed}' for the stack",
                deviation.At,
                Setting
            );
        }
        else
        {
            service.Review.Warn(
                deviation.At,
                $"{problem}; the stack allows it for its whole namespace",
                "remove it as soon as the service can do without"
            );
        }
    }

    private static IEnumerable<Deviation> FindSysctls(ServiceUnderReview service) =>
        service
            .Settings.Security.Sysctls.Keys.Where(name => SecurityCheck.IsOfPod(name) && !PodSecurityStandards.SafeSysctls.Contains(name))
            .Select(name => new Deviation(
                service.At("security", "sysctls", name),
                PodSecurityLevel.Privileged,
                $"the sysctl '{name}' is not safe, so that the kubelet must allow it (--allowed-unsafe-sysctls)"
            ));

    /// <summary>A probe of another host lets a pod reach addresses from its node's network (Kubernetes 1.34 and later).</summary>
    private static IEnumerable<Deviation> FindProbedHosts(ServiceUnderReview service) =>
        from container in ContainerHealth.In(service)
        from probed in container
            .Probes.Select(probe => (At: container.At(probe.Name, "host"), probe.Probe.Host))
            .Prepend((At: container.At("host"), container.Settings.Host))
        where probed.Host is not null
        select new Deviation(probed.At, PodSecurityLevel.Privileged, $"the kubelet probes the host '{probed.Host}' instead of the pod");

    private static IEnumerable<Deviation> FindDeviations(ReviewedContainer container)
    {
        var (settings, at, subject) = (container.Settings, container.At, container.Description);
        if (!container.Service.Settings.Security.HostUsers)
        {
            // The user namespace makes root an unprivileged user of the node, which "restricted" allows.
        }
        else if (settings.User is { Number: 0 })
        {
            yield return new Deviation(at.Key("user"), PodSecurityLevel.Baseline, $"{subject} runs as root");
        }
        else if (settings.NonRoot == false && container.Security.User is null or 0)
        {
            yield return new Deviation(at.Key("nonRoot"), PodSecurityLevel.Baseline, $"{subject} may run as root");
        }

        if (settings.AllowPrivilegeEscalation == true)
        {
            yield return new Deviation(at.Key("allowPrivilegeEscalation"), PodSecurityLevel.Baseline, $"{subject} may gain privileges");
        }

        if (settings.Privileged)
        {
            yield return new Deviation(
                at.Key("privileged"),
                PodSecurityLevel.Privileged,
                $"{subject} has the privileges of the node's root"
            );
        }

        for (var i = 0; i < settings.Capabilities.Length; i++)
        {
            var name = settings.Capabilities[i];
            if (name != PodSecurityStandards.RestrictedCapability && PodSecurityStandards.Capabilities.Contains(name))
            {
                var level = PodSecurityStandards.BaselineCapabilities.Contains(name)
                    ? PodSecurityLevel.Baseline
                    : PodSecurityLevel.Privileged;
                yield return new Deviation(at.Key("capabilities").Item(i), level, $"{subject} adds the capability {name}");
            }
        }

        if (settings.Seccomp is { Kind: ConfinementKind.Unconfined })
        {
            yield return new Deviation(at.Key("seccomp"), PodSecurityLevel.Privileged, $"{subject} runs without a seccomp profile");
        }

        if (settings.AppArmor is { Kind: ConfinementKind.Unconfined })
        {
            yield return new Deviation(at.Key("appArmor"), PodSecurityLevel.Privileged, $"{subject} runs without an AppArmor profile");
        }
    }

    /// <param name="At">The path of the setting.</param>
    /// <param name="Level">The strictest standard that allows it.</param>
    /// <param name="Problem">What it does.</param>
    private sealed record Deviation(SettingsPath At, PodSecurityLevel Level, string Problem);
}
