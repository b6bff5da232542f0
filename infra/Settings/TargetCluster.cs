using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>A cluster that a stack is deployed to.</summary>
/// <param name="Key">Its key in <c>clusters</c>; null for the cluster of a stack with only one.</param>
/// <param name="Settings">Its settings.</param>
internal sealed record TargetCluster(string? Key, ClusterSettings Settings)
{
    /// <summary>Its settings as one of several clusters; null for the cluster of a stack with only one.</summary>
    public MemberClusterSettings? Member => Settings as MemberClusterSettings;

    /// <summary>The path of its settings.</summary>
    public SettingsPath Path => Key is null ? SettingsPath.Root.Key("cluster") : SettingsPath.Root.Key("clusters").Key(Key);

    /// <summary>Whether a service is deployed to it.</summary>
    public bool Includes(ServiceSettings service) => Key is null || service.Clusters is not { } keys || keys.Contains(Key);

    /// <summary>The name of the simulated cluster on this machine.</summary>
    public string SimulatedName(string stack) => Settings.Name ?? (Key is null ? stack : $"{stack}-{Key}");
}
