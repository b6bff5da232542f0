using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Workloads;

/// <summary>Validation rules for deployments and replica sets.</summary>
internal static class DeploymentRules
{
    private const string RollingUpdate = "spec.strategy.rollingUpdate";

    public static void CheckDeployment(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        NumberRules.CheckNotNegative(spec, "replicas", "spec", errors);
        CheckSelectorAndTemplate(candidate);
        CheckStrategy(spec, errors);
        NumberRules.CheckNotNegative(spec, "minReadySeconds", "spec", errors);
        NumberRules.CheckNotNegative(spec, "revisionHistoryLimit", "spec", errors);
        if (spec.Number("progressDeadlineSeconds") is { } deadline)
        {
            NumberRules.CheckNotNegative(spec, "progressDeadlineSeconds", "spec", errors);
            if (deadline <= (spec.Number("minReadySeconds") ?? 0))
            {
                errors.Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
            }
        }

        SelectorRules.CheckUnchanged(candidate);
    }

    public static void CheckReplicaSet(Candidate candidate)
    {
        NumberRules.CheckNotNegative(candidate.Spec, "replicas", "spec", candidate.Errors);
        NumberRules.CheckNotNegative(candidate.Spec, "minReadySeconds", "spec", candidate.Errors);
        CheckSelectorAndTemplate(candidate);
        SelectorRules.CheckUnchanged(candidate);
    }

    private static void CheckSelectorAndTemplate(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (!SelectorRules.CheckPresent(spec.Map("selector"), "deployment", errors))
        {
            errors.Invalid("spec.selector", spec.Map("selector")?.Clone(), "invalid label selector");
            return;
        }

        SelectorRules.CheckMatch(spec, candidate.Current, errors);
        TemplateRules.Check(spec.Map("template"), "ReplicaSet", errors);
    }

    private static void CheckStrategy(JsonObject spec, FieldErrors errors)
    {
        var strategy = spec.Map("strategy") ?? [];
        var rolling = strategy.Map("rollingUpdate");
        switch (strategy.Text("type"))
        {
            case "Recreate" when rolling is not null:
                errors.Forbidden(RollingUpdate, "may not be specified when strategy `type` is 'Recreate'");
                break;
            case "Recreate":
                break;
            case "RollingUpdate" when rolling is null:
                errors.Required(RollingUpdate, "this should be defaulted and never be nil");
                break;
            case "RollingUpdate":
                CheckRollingUpdate(rolling, errors);
                break;
            default:
                errors.NotSupported("spec.strategy", InternalForm.Create("DeploymentStrategy", strategy), "Recreate", "RollingUpdate");
                break;
        }
    }

    private static void CheckRollingUpdate(JsonObject rolling, FieldErrors errors)
    {
        var (unavailable, surge) = (rolling["maxUnavailable"], rolling["maxSurge"]);
        NumberRules.CheckCountOrPercent(unavailable, $"{RollingUpdate}.maxUnavailable", errors);
        NumberRules.CheckCountOrPercent(surge, $"{RollingUpdate}.maxSurge", errors);
        if (NumberRules.IsZero(unavailable) && NumberRules.IsZero(surge))
        {
            errors.Invalid($"{RollingUpdate}.maxUnavailable", unavailable?.DeepClone(), "may not be 0 when `maxSurge` is 0");
        }

        NumberRules.CheckAtMostAll(unavailable, $"{RollingUpdate}.maxUnavailable", errors);
    }
}
