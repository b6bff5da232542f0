using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>Finished Jobs and their pods stay until somebody deletes them.</summary>
internal sealed class JobTimeToLive : ObjectPolicy
{
    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (item.Is("Job") && !item.Spec["ttlSecondsAfterFinished"].Exists)
            findings.Add(item.Spec["ttlSecondsAfterFinished"], $"{item} stays in the cluster when it has finished");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "job-time-to-live",
        Summary = "Jobs are removed some time after they have finished.",
        Remedy = "Set ttlSecondsAfterFinished.",
        Severity = Severity.Low,
        Profile = Profile.Production,
    };
}
