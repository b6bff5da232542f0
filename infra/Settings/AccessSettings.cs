using System.Collections.Immutable;

namespace Infra.Backend.Settings;

/// <summary>Access to the namespace for groups of the cluster's authentication.</summary>
internal sealed record AccessSettings
{
    /// <summary>Groups that may deploy services: write workloads and their objects, and read pods, logs and events.</summary>
    /// <value>none</value>
    /// <remarks>A Role and a RoleBinding to these groups.</remarks>
    /// <example>access: {deployers: [team-platform]}</example>
    public ImmutableArray<string> Deployers { get; init; } = [];

    /// <summary>Groups that may read everything except Secrets (Kubernetes' role <c>view</c>).</summary>
    /// <value>none</value>
    /// <remarks>A RoleBinding of the ClusterRole <c>view</c> to these groups.</remarks>
    /// <example>access: {viewers: [developers]}</example>
    public ImmutableArray<string> Viewers { get; init; } = [];
}
