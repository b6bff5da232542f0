using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules;

/// <summary>A policy on every container of every pod.</summary>
internal abstract class ContainerPolicy : PodPolicy
{
    protected sealed override void Check(PodTemplate pod, Findings findings)
    {
        foreach (var container in pod.Containers)
            Check(container, findings);
    }

    protected abstract void Check(Container container, Findings findings);
}
