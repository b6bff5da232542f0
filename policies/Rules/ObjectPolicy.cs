using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Rules;

/// <summary>A policy on Kubernetes objects, each by itself.</summary>
internal abstract class ObjectPolicy : ResourcePolicy
{
    public override string? ReasonToSkip(AnalyzedResource resource) => KubernetesObject.Of(resource).Count == 0 ? "It is about Kubernetes objects." : null;

    public sealed override void Check(AnalyzedResource resource, Findings findings)
    {
        foreach (var item in KubernetesObject.Of(resource))
            Check(item, findings);
    }

    protected abstract void Check(KubernetesObject item, Findings findings);
}
