using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules;

/// <summary>A policy that validates pods, whatever object creates them.</summary>
internal abstract class PodPolicy(PolicyDetails details) : ObjectPolicy(details)
{
    public sealed override string? GetReasonNotApplicable(PolicyResource resource)
    {
        foreach (var item in KubernetesObject.From(resource))
        {
            if (item.Pods is { Spec.Exists: true })
            {
                return null;
            }
        }

        return base.GetReasonNotApplicable(resource) ?? "The policy applies to pods and objects that create pods only.";
    }

    protected sealed override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Pods is { Spec.Exists: true } pods)
        {
            Validate(pods, context);
        }
    }

    protected abstract void Validate(PodTemplate pod, PolicyContext context);
}
