using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules;

/// <summary>A policy that validates each Kubernetes object by itself.</summary>
internal abstract class ObjectPolicy(PolicyDetails details) : ResourcePolicy(details)
{
    public override string? GetReasonNotApplicable(PolicyResource resource) =>
        KubernetesObject.From(resource).Count == 0 ? "The policy applies to Kubernetes objects only." : null;

    public sealed override void Validate(PolicyResource resource, PolicyContext context)
    {
        foreach (var item in KubernetesObject.From(resource))
        {
            Validate(item, context);
        }
    }

    protected abstract void Validate(KubernetesObject item, PolicyContext context);
}
