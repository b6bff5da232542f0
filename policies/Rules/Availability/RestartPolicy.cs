using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>Each kind accepts certain restart policies only.</summary>
internal sealed class RestartPolicy()
    : PodPolicy(
        new()
        {
            Name = "restart-policy",
            Description = "The restart policy is one that the kind accepts.",
            RemediationSteps = "Set Never or OnFailure for Jobs and CronJobs, and remove it elsewhere.",
            Severity = Severity.High,
            Profile = Profiles.Baseline,
        }
    )
{
    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        var policy = pod.Spec["restartPolicy"];
        if (pod.Owner.Is("Job", "CronJob") && policy.Text is not ("Never" or "OnFailure"))
        {
            context.Report(policy, $"{pod.Owner} needs the restart policy Never or OnFailure, not {policy.Text ?? "the default, Always"}");
        }
        else if (
            pod.Owner.Is("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController")
            && policy.Text is not (null or "Always")
        )
        {
            context.Report(policy, $"{pod.Owner} needs the restart policy Always, not {policy.Text}");
        }
    }
}
