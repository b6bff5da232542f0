using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>When the cluster is full, the priority decides who has to go.</summary>
internal sealed class PriorityClass : PodPolicy
{
    protected override void Check(PodTemplate pod, Findings findings)
    {
        if (string.IsNullOrEmpty(pod.Spec["priorityClassName"].Text))
            findings.Add(pod.Spec["priorityClassName"], "the pods have no priority class");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "priority-class",
        Summary = "Pods have a priority class.",
        Remedy = "Set priorityClassName to one of the cluster's classes.",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
    };
}
