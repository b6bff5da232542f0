using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>Without a deadline a CronJob that has missed too many starts never starts again.</summary>
internal sealed class CronJobDeadline() : ObjectPolicy(new()
{
    Name = "cron-job-deadline",
    Description = "CronJobs say how late they may start.",
    RemediationSteps = "Set startingDeadlineSeconds, to 10 at the least.",
    Severity = Severity.Low,
    Profile = Profiles.Production,
})
{
    // The controller looks every ten seconds: with less, it may never see that it is time.
    private const int ControllerPeriod = 10;

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (!item.Is("CronJob"))
            return;
        var deadline = item.Spec["startingDeadlineSeconds"];
        if (!deadline.Exists)
            context.Report(deadline, $"{item} has no deadline for a start that was missed");
        else if (deadline.Number < ControllerPeriod)
            context.Report(deadline, $"{item} has a deadline of {deadline.Number} s, less than the {ControllerPeriod} s between two looks of its controller");
    }
}
