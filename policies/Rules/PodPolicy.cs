using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Resources;

namespace Infra.Policies.Rules;

/// <summary>A policy on pods, whatever object makes them.</summary>
internal abstract class PodPolicy : ObjectPolicy
{
    public sealed override string? ReasonToSkip(AnalyzedResource resource)
    {
        foreach (var item in KubernetesObject.Of(resource))
            if (item.Pods is { Spec.Exists: true })
                return null;
        return base.ReasonToSkip(resource) ?? "It is about objects that make pods.";
    }

    protected sealed override void Check(KubernetesObject item, Findings findings)
    {
        if (item.Pods is { Spec.Exists: true } pods)
            Check(pods, findings);
    }

    protected abstract void Check(PodTemplate pod, Findings findings);
}
