using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules;

/// <summary>A policy that validates each object of some kinds against the other objects of the stack.</summary>
internal abstract class ClusterPolicy(PolicyDetails details) : StackPolicy(details)
{
    /// <summary>The kinds validated; empty for every kind.</summary>
    protected virtual IReadOnlyList<string> Kinds => [];

    public sealed override string? GetReasonNotApplicable(StackResources stack)
    {
        var cluster = Cluster.From(stack);
        if (Kinds.Count == 0)
        {
            return cluster.All.Count == 0 ? "The policy applies to Kubernetes objects only." : null;
        }

        return Kinds.Any(kind => cluster.GetObjects(kind).Count > 0)
            ? null
            : $"The policy applies to objects of these kinds only: {string.Join(", ", Kinds)}.";
    }

    public sealed override void Validate(StackResources stack, PolicyContext context)
    {
        var cluster = Cluster.From(stack);
        foreach (var item in Kinds.Count == 0 ? cluster.All : Kinds.SelectMany(cluster.GetObjects))
        {
            context.ForResource(item.Resource, inner => Validate(item, cluster, inner));
        }
    }

    protected abstract void Validate(KubernetesObject item, Cluster cluster, PolicyContext context);
}
