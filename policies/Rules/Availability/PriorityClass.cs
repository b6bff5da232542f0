using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>When the cluster is full, the priority decides who has to go.</summary>
internal sealed class PriorityClass() : PodPolicy(new()
{
    Name = "priority-class",
    Description = "Pods have a priority class.",
    RemediationSteps = "Set priorityClassName to one of the cluster's classes.",
    Severity = Severity.Low,
    Profile = Profiles.Advisory,
})
{
    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        if (string.IsNullOrEmpty(pod.Spec["priorityClassName"].Text))
            context.Report(pod.Spec["priorityClassName"], "the pods have no priority class");
    }
}
