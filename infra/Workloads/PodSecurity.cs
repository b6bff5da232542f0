using Infra.Backend.Planning;
using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>The security contexts of pods and containers: by default "restricted", and a read-only root.</summary>
internal static class PodSecurity
{
    /// <summary>The context of a pod without settings.</summary>
    public static PodSecurityContextArgs ForPod() => ForPod(PodSecurityContext.Default);

    public static PodSecurityContextArgs ForPod(PodSecurityContext security)
    {
        var container = security.Container;
        var context = new PodSecurityContextArgs
        {
            RunAsNonRoot = container.NonRoot,
            FsGroup = security.FsGroup,
            FsGroupChangePolicy = "OnRootMismatch",
            SeccompProfile = Seccomp(container.Seccomp),
        };
        if (security.User is { } user)
        {
            context.RunAsUser = user;
        }

        if (security.Group is { } group)
        {
            context.RunAsGroup = group;
        }

        if (container.AppArmor is { } appArmor)
        {
            context.AppArmorProfile = AppArmor(appArmor);
        }

        if (!security.SupplementalGroups.IsEmpty)
        {
            context.SupplementalGroups = security.SupplementalGroups;
        }

        if (!security.Sysctls.IsEmpty)
        {
            context.Sysctls = security.Sysctls.Select(sysctl => new SysctlArgs { Name = sysctl.Key, Value = sysctl.Value }).ToArray();
        }

        return context;
    }

    /// <summary>The context of a container without settings.</summary>
    public static SecurityContextArgs ForContainer() => ForContainer(ContainerSecurityContext.Default, PodSecurityContext.Default);

    /// <summary>The context of a container: what it does not repeat is its pod's.</summary>
    public static SecurityContextArgs ForContainer(ContainerSecurityContext container, PodSecurityContext pod)
    {
        var capabilities = new CapabilitiesArgs { Drop = { "ALL" } };
        if (!container.Capabilities.IsEmpty)
        {
            capabilities.Add = container.Capabilities;
        }

        var context = new SecurityContextArgs
        {
            AllowPrivilegeEscalation = container.AllowPrivilegeEscalation,
            ReadOnlyRootFilesystem = !container.WritableRoot,
            RunAsNonRoot = container.NonRoot,
            Capabilities = capabilities,
            SeccompProfile = Seccomp(container.Seccomp),
        };
        if (container.Privileged)
        {
            context.Privileged = true;
        }

        if (container.User is { } user && user != pod.User)
        {
            context.RunAsUser = user;
        }

        if (container.Group is { } group && group != pod.Group)
        {
            context.RunAsGroup = group;
        }

        if (container.AppArmor is { } appArmor && container.AppArmor != pod.Container.AppArmor)
        {
            context.AppArmorProfile = AppArmor(appArmor);
        }

        return context;
    }

    private static SeccompProfileArgs Seccomp(ConfinementProfile profile)
    {
        var args = new SeccompProfileArgs { Type = profile.Kind.ToString() };
        if (profile.Name is { } file)
        {
            args.LocalhostProfile = file;
        }

        return args;
    }

    private static AppArmorProfileArgs AppArmor(ConfinementProfile profile)
    {
        var args = new AppArmorProfileArgs { Type = profile.Kind.ToString() };
        if (profile.Name is { } name)
        {
            args.LocalhostProfile = name;
        }

        return args;
    }
}
