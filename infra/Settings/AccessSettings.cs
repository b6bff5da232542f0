using System.Collections.Immutable;

namespace Infra.Backend.Settings;

/// <summary>Who may do what in the namespace, by the groups the cluster's authentication knows.</summary>
internal sealed record AccessSettings
{
    /// <summary>Groups that may deploy services: change the workloads and what belongs to them, and see why one does not start.</summary>
    /// <value>nobody</value>
    /// <remarks>A Role and a RoleBinding to these groups.</remarks>
    /// <example>access: {deployers: [team-platform]}</example>
    public ImmutableArray<string> Deployers { get; init; } = [];

    /// <summary>Groups that may look at everything but Secrets (Kubernetes' own role <c>view</c>).</summary>
    /// <value>nobody</value>
    /// <remarks>A RoleBinding of the ClusterRole <c>view</c> to these groups.</remarks>
    /// <example>access: {viewers: [developers]}</example>
    public ImmutableArray<string> Viewers { get; init; } = [];
}
