using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning;

/// <summary>The resolved user and privileges of a container. The defaults meet the Pod Security Standard "restricted".</summary>
internal sealed record ContainerSecurityContext
{
    /// <summary>A user and group ID that no account of a node has.</summary>
    public const int Unprivileged = 10001;

    public static ContainerSecurityContext Default { get; } = new();

    /// <summary>Null for the image's own user.</summary>
    public int? User { get; init; } = Unprivileged;

    /// <summary>Null for the group of the image's own user.</summary>
    public int? Group { get; init; } = Unprivileged;

    /// <summary>Whether the kubelet refuses to run it as root.</summary>
    public bool NonRoot { get; init; } = true;

    public bool WritableRoot { get; init; }

    /// <summary>The capabilities it adds after all are dropped.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    public bool AllowPrivilegeEscalation { get; init; }

    public bool Privileged { get; init; }

    public ConfinementProfile Seccomp { get; init; } = ConfinementProfile.RuntimeDefault;

    /// <summary>Null for the runtime's profile, on nodes with AppArmor.</summary>
    public ConfinementProfile? AppArmor { get; init; }

    /// <summary>Whether capabilities have an effect: Linux grants them to root and to programs that may gain privileges.</summary>
    public bool CanUseCapabilities => !NonRoot || AllowPrivilegeEscalation;

    /// <summary>Resolves the security of a service's container.</summary>
    public static ContainerSecurityContext Create(SecuritySettings settings) => Default.With(settings);

    /// <summary>Resolves the security of a sidecar or init container.</summary>
    /// <param name="settings">Its own settings.</param>
    /// <param name="service">The security of the service's container.</param>
    public static ContainerSecurityContext Create(ContainerSecuritySettings settings, ContainerSecurityContext service) =>
        new ContainerSecurityContext
        {
            User = service.User,
            Group = service.Group,
            NonRoot = service.NonRoot,
            Seccomp = service.Seccomp,
            AppArmor = service.AppArmor,
        }.With(settings);

    private ContainerSecurityContext With(ContainerSecuritySettings settings) =>
        new()
        {
            User = settings.User is { } user ? user.Number : User,
            Group = settings.Group ?? (settings.User is { } own ? own.Number : Group),
            NonRoot = settings.NonRoot ?? (settings.User is { } set ? set.Number != 0 : NonRoot),
            WritableRoot = settings.WritableRoot,
            Capabilities = settings.Capabilities,
            AllowPrivilegeEscalation = settings.AllowPrivilegeEscalation ?? settings.Privileged,
            Privileged = settings.Privileged,
            Seccomp = settings.Seccomp ?? Seccomp,
            AppArmor = settings.AppArmor ?? AppArmor,
        };
}
