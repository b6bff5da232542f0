using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules;

/// <summary>A policy that validates every container of every pod.</summary>
internal abstract class ContainerPolicy(PolicyDetails details) : PodPolicy(details)
{
    protected sealed override void Validate(PodTemplate pod, PolicyContext context)
    {
        foreach (var container in pod.Containers)
        {
            Validate(container, context);
        }
    }

    protected abstract void Validate(Container container, PolicyContext context);
}
