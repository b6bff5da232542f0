using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Availability;

/// <summary>A CronJob without a deadline stops starting after 100 missed starts.</summary>
internal sealed class CronJobDeadline()
    : ObjectPolicy(
        new()
        {
            Name = "cron-job-deadline",
            Description = "CronJobs have a deadline for late starts.",
            RemediationSteps = "Set startingDeadlineSeconds to at least 10.",
            Severity = Severity.Low,
            Profile = Profiles.Production,
        }
    )
{
    // The controller syncs every ten seconds: a shorter deadline may pass between two syncs.
    private const int ControllerPeriod = 10;

    protected override void Validate(KubernetesObject item, PolicyContext context)
    {
        if (!item.Is("CronJob"))
        {
            return;
        }

        var deadline = item.Spec["startingDeadlineSeconds"];
        if (!deadline.Exists)
        {
            context.Report(deadline, $"{item} has no deadline for missed starts");
        }
        else if (deadline.Number < ControllerPeriod)
        {
            context.Report(
                deadline,
                $"{item} has a deadline of {deadline.Number} s, less than the {ControllerPeriod} s between two syncs of its controller"
            );
        }
    }
}
