using Infra.Backend.Settings;
using Pulumi.Kubernetes.Types.Inputs.Batch.V1;

namespace Infra.Backend.Workloads;

/// <summary>The fields of a Job about its indexes and about what failures and successes mean.</summary>
internal static class JobPolicies
{
    public static void AddTo(JobSpecArgs spec, JobSettings job)
    {
        if (job.CompletionMode == CompletionMode.Indexed)
        {
            spec.CompletionMode = "Indexed";
        }

        if (job.Suspend)
        {
            spec.Suspend = true;
        }

        if (job.RetriesPerIndex is { } retries)
        {
            spec.BackoffLimitPerIndex = retries;
        }

        if (job.MaxFailedIndexes is { } failed)
        {
            spec.MaxFailedIndexes = failed;
        }

        if (!job.PodFailurePolicy.IsEmpty)
        {
            spec.PodFailurePolicy = new PodFailurePolicyArgs { Rules = job.PodFailurePolicy.Select(Rule).ToArray() };
        }

        if (!job.SuccessPolicy.IsEmpty)
        {
            spec.SuccessPolicy = new SuccessPolicyArgs { Rules = job.SuccessPolicy.Select(Rule).ToArray() };
        }
    }

    private static PodFailurePolicyRuleArgs Rule(PodFailureSettings failure)
    {
        var rule = new PodFailurePolicyRuleArgs { Action = failure.Action.ToString() };
        if (failure.Condition is { } condition)
        {
            rule.OnPodConditions = new PodFailurePolicyOnPodConditionsPatternArgs { Type = condition, Status = "True" };
            return rule;
        }

        // Kubernetes refuses a list that is not in ascending order.
        var codes = new PodFailurePolicyOnExitCodesRequirementArgs
        {
            Operator = failure.Operator.ToString(),
            Values = failure.ExitCodes.Sort(),
        };
        if (failure.Container is { } container)
        {
            codes.ContainerName = container;
        }

        rule.OnExitCodes = codes;
        return rule;
    }

    private static SuccessPolicyRuleArgs Rule(JobSuccessSettings success)
    {
        var rule = new SuccessPolicyRuleArgs();
        if (success.Indexes is { } indexes)
        {
            rule.SucceededIndexes = indexes;
        }

        if (success.Count is { } count)
        {
            rule.SucceededCount = count;
        }

        return rule;
    }
}
