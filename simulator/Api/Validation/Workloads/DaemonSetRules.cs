using System.Text.Json.Nodes;
using Infra.Simulator.Api.InternalVersions;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Workloads;

/// <summary>Validation rules for daemon sets.</summary>
internal static class DaemonSetRules
{
    private const string RollingUpdate = "spec.updateStrategy.rollingUpdate";

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        SelectorRules.CheckUnchanged(candidate);
        if (SelectorRules.CheckForm(spec.Map("selector"), errors))
        {
            SelectorRules.CheckMatch(spec, candidate.Current, errors);
        }

        SelectorRules.CheckNotEmpty(spec.Map("selector"), "daemonset", errors);
        TemplateRules.Check(spec.Map("template"), "DaemonSet", errors);
        NumberRules.CheckNotNegative(spec, "minReadySeconds", "spec", errors);
        CheckStrategy(spec.Map("updateStrategy") ?? [], errors);
        NumberRules.CheckNotNegative(spec, "revisionHistoryLimit", "spec", errors);
    }

    private static void CheckStrategy(JsonObject strategy, FieldErrors errors)
    {
        switch (strategy.Text("type"))
        {
            case "OnDelete":
                break;
            case "RollingUpdate" when strategy.Map("rollingUpdate") is { } rolling:
                CheckRollingUpdate(rolling, errors);
                break;
            case "RollingUpdate":
                errors.Required(RollingUpdate);
                break;
            default:
                errors.NotSupported(
                    "spec.updateStrategy",
                    InternalForm.Create("DaemonSetUpdateStrategy", strategy),
                    "RollingUpdate",
                    "OnDelete"
                );
                break;
        }
    }

    private static void CheckRollingUpdate(JsonObject rolling, FieldErrors errors)
    {
        var (unavailable, surge) = (rolling["maxUnavailable"], rolling["maxSurge"]);
        NumberRules.CheckCountOrPercent(unavailable, $"{RollingUpdate}.maxUnavailable", errors);
        NumberRules.CheckCountOrPercent(surge, $"{RollingUpdate}.maxSurge", errors);
        NumberRules.CheckAtMostAll(unavailable, $"{RollingUpdate}.maxUnavailable", errors);
        NumberRules.CheckAtMostAll(surge, $"{RollingUpdate}.maxSurge", errors);
        var (hasUnavailable, hasSurge) = (!NumberRules.IsZero(unavailable), !NumberRules.IsZero(surge));
        if (hasUnavailable && hasSurge)
        {
            errors.Invalid($"{RollingUpdate}.maxSurge", surge?.DeepClone(), "may not be set when maxUnavailable is non-zero");
        }

        if (!hasUnavailable && !hasSurge)
        {
            errors.Required($"{RollingUpdate}.maxUnavailable", "cannot be 0 when maxSurge is 0");
        }
    }
}
