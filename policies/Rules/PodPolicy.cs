using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules;

/// <summary>A policy on pods, whatever object makes them.</summary>
internal abstract class PodPolicy : ObjectPolicy
{
    protected sealed override void Check(KubernetesObject item, Findings findings)
    {
        if (item.Pods is { Spec.Exists: true } pods)
            Check(pods, findings);
    }

    protected abstract void Check(PodTemplate pod, Findings findings);
}
