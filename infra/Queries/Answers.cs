using Infra.Backend.Explanations;
using Infra.Backend.Planning;
using Infra.Backend.Settings;

namespace Infra.Backend.Queries;

/// <summary>The answer to <c>clusters</c>.</summary>
internal sealed record ClustersAnswer(IReadOnlyList<ClusterAnswer> Clusters);

/// <summary>A cluster the stack is deployed to.</summary>
internal sealed record ClusterAnswer
{
    /// <summary>Its key in the setting <c>clusters</c>; null for the cluster of a stack with only one.</summary>
    public required string? Name { get; init; }

    public required ClusterKind Kind { get; init; }

    /// <summary>The name of a simulated cluster of this machine; null for any other cluster.</summary>
    public required string? Simulated { get; init; }

    /// <summary>The kubeconfig of an existing cluster, relative to the project; null if the setting is not set.</summary>
    public required string? Kubeconfig { get; init; }

    /// <summary>The context of an existing cluster; null if the setting is not set.</summary>
    public required string? Context { get; init; }

    /// <summary>The namespace of the services.</summary>
    public required string Namespace { get; init; }

    public static ClusterAnswer FromPlan(ClusterPlan plan, string stack)
    {
        var (target, settings) = (plan.Target, plan.Target.Settings);
        return new ClusterAnswer
        {
            Name = target.Key,
            Kind = settings.Kind,
            Simulated = settings.Kind == ClusterKind.Simulated ? target.SimulatedName(stack) : null,
            Kubeconfig = settings.Kubeconfig,
            Context = settings.Context,
            Namespace = plan.System.Namespace,
        };
    }
}

/// <summary>The answer to <c>explain SERVICE</c>.</summary>
internal sealed record ExplanationsAnswer(IReadOnlyList<Explanation> Explanations);
