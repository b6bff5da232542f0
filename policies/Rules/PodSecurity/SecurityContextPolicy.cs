using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.PodSecurity;

/// <summary>A policy that validates the security contexts of the pod and of each of its containers.</summary>
internal abstract class SecurityContextPolicy(PolicyDetails details) : PodPolicy(details)
{
    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        Validate(pod.SecurityContext, "the pods run", context);
        foreach (var container in pod.Containers)
        {
            Validate(container.SecurityContext, $"{container} runs", context);
        }
    }

    /// <param name="securityContext">The security context, present or missing.</param>
    /// <param name="subject">The beginning of a message, e.g. <c>container 'app' runs</c>.</param>
    /// <param name="context">Where to report violations.</param>
    protected abstract void Validate(PropertyNode securityContext, string subject, PolicyContext context);
}
