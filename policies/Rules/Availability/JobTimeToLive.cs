using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>Finished Jobs and their pods stay until somebody deletes them.</summary>
internal sealed class JobTimeToLive() : ObjectPolicy(new()
{
    Name = "job-time-to-live",
    Description = "Jobs are removed some time after they have finished.",
    RemediationSteps = "Set ttlSecondsAfterFinished.",
    Severity = Severity.Low,
    Profile = Profiles.Production,
})
{
    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (item.Is("Job") && !item.Spec["ttlSecondsAfterFinished"].Exists)
            context.Report(item.Spec["ttlSecondsAfterFinished"], $"{item} stays in the cluster when it has finished");
    }
}
