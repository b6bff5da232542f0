using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>Each kind takes certain restart policies and refuses the others.</summary>
internal sealed class RestartPolicy : PodPolicy
{
    protected override void Check(PodTemplate pod, Findings findings)
    {
        var policy = pod.Spec["restartPolicy"];
        if (pod.Owner.Is("Job", "CronJob") && policy.Text is not ("Never" or "OnFailure"))
            findings.Add(policy, $"{pod.Owner} needs the restart policy Never or OnFailure, not {policy.Text ?? "the default, Always"}");
        else if (pod.Owner.Is("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController") && policy.Text is not (null or "Always"))
            findings.Add(policy, $"{pod.Owner} takes no restart policy but Always, not {policy.Text}");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "restart-policy",
        Summary = "The restart policy is one that the kind takes.",
        Remedy = "Write Never or OnFailure for Jobs and CronJobs, and leave it out elsewhere.",
        Severity = Severity.High,
        Profile = Profile.Baseline,
    };
}
