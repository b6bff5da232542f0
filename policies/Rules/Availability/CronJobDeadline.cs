using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;

namespace Infra.Policies.Rules.Availability;

/// <summary>Without a deadline a CronJob that has missed too many starts never starts again.</summary>
internal sealed class CronJobDeadline : ObjectPolicy
{
    // The controller looks every ten seconds: with less, it may never see that it is time.
    private const int ControllerPeriod = 10;

    protected override void Check(KubernetesObject item, Findings findings)
    {
        if (!item.Is("CronJob"))
            return;
        var deadline = item.Spec["startingDeadlineSeconds"];
        if (!deadline.Exists)
            findings.Add(deadline, $"{item} has no deadline for a start that was missed");
        else if (deadline.Number < ControllerPeriod)
            findings.Add(deadline, $"{item} has a deadline of {deadline.Number} s, less than the {ControllerPeriod} s between two looks of its controller");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "cron-job-deadline",
        Summary = "CronJobs say how late they may start.",
        Remedy = "Set startingDeadlineSeconds, to 10 at the least.",
        Severity = Severity.Low,
        Profile = Profile.Production,
    };
}
