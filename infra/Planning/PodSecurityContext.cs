using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>The resolved security of a service's pods.</summary>
internal sealed record PodSecurityContext
{
    public static PodSecurityContext Default { get; } = Create(new SecuritySettings(), []);

    /// <summary>The security of the service's container.</summary>
    public required ContainerSecurityContext Container { get; init; }

    /// <summary>The user of the containers that set none; null if one of them leaves it to its image.</summary>
    public required int? User { get; init; }

    /// <summary>The group of the containers that set none; null if one of them leaves it to its image.</summary>
    public required int? Group { get; init; }

    /// <summary>The group that owns the files of volumes.</summary>
    public required int FsGroup { get; init; }

    public required ImmutableArray<int> SupplementalGroups { get; init; }

    public required ImmutableSortedDictionary<string, string> Sysctls { get; init; }

    /// <summary>Whether the pod uses the node's user IDs.</summary>
    public bool UsesHostUsers { get; init; } = true;

    /// <param name="settings">The settings of the service.</param>
    /// <param name="others">The settings of its sidecars and init containers.</param>
    public static PodSecurityContext Create(SecuritySettings settings, IEnumerable<ContainerSecuritySettings> others)
    {
        var container = ContainerSecurityContext.Create(settings);
        ContainerSecurityContext[] all = [.. others.Select(other => ContainerSecurityContext.Create(other, container)), container];
        return new PodSecurityContext
        {
            Container = container,
            User = all.Any(one => one.User is null) ? null : container.User,
            Group = all.Any(one => one.Group is null) ? null : container.Group,
            FsGroup = settings.FsGroup ?? container.Group ?? ContainerSecurityContext.Unprivileged,
            SupplementalGroups = settings.SupplementalGroups,
            UsesHostUsers = settings.HostUsers,
            Sysctls = settings.Sysctls.ToImmutableSortedDictionary(
                sysctl => sysctl.Key,
                sysctl => sysctl.Value.Value,
                StringComparer.Ordinal
            ),
        };
    }
}
