using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Rules;

/// <summary>A policy on Kubernetes objects of some kinds, each seen among all others.</summary>
internal abstract class ClusterPolicy : StackPolicy
{
    /// <summary>The kinds looked at; empty for every object.</summary>
    protected virtual IReadOnlyList<string> Kinds => [];

    public sealed override string? ReasonToSkip(StackResources stack)
    {
        var cluster = Cluster.Of(stack);
        if (Kinds.Count == 0)
            return cluster.All.Count == 0 ? "It is about Kubernetes objects." : null;
        return Kinds.Any(kind => cluster.OfKind(kind).Count > 0) ? null : $"It is about objects of the kinds {string.Join(", ", Kinds)}.";
    }

    public sealed override void Check(StackResources stack, Findings findings)
    {
        var cluster = Cluster.Of(stack);
        foreach (var item in Kinds.Count == 0 ? cluster.All : Kinds.SelectMany(cluster.OfKind))
            findings.Within(item.Resource, inner => Check(item, cluster, inner));
    }

    protected abstract void Check(KubernetesObject item, Cluster cluster, Findings findings);
}
