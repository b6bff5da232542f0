using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Rules of what keeps pods running.</summary>
internal static class WorkloadRules
{
    private const string StatefulSetUpdateRule =
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
        + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    private static readonly string[] _changeableInStatefulSet =
    [
        "replicas",
        "ordinals",
        "template",
        "updateStrategy",
        "revisionHistoryLimit",
        "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ];

    public static void CheckDeployment(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        Numbers.NotNegative(spec, "replicas", "spec", errors);
        CheckSelector(candidate, "deployment");
        CheckTemplate(candidate);
        CheckStrategy(spec, errors);
        Numbers.NotNegative(spec, "minReadySeconds", "spec", errors);
        Numbers.NotNegative(spec, "revisionHistoryLimit", "spec", errors);
        if (spec.Number("progressDeadlineSeconds") is { } deadline)
        {
            Numbers.NotNegative(spec, "progressDeadlineSeconds", "spec", errors);
            if (deadline <= (spec.Number("minReadySeconds") ?? 0))
            {
                errors.Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
            }
        }
        CheckSelectorStays(candidate);
    }

    public static void CheckReplicaSet(Candidate candidate)
    {
        Numbers.NotNegative(candidate.Spec, "replicas", "spec", candidate.Errors);
        Numbers.NotNegative(candidate.Spec, "minReadySeconds", "spec", candidate.Errors);
        CheckSelector(candidate, "deployment");
        CheckTemplate(candidate);
        CheckSelectorStays(candidate);
    }

    public static void CheckReplicationController(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        Numbers.NotNegative(spec, "replicas", "spec", errors);
        if (spec.Map("selector") is null or { Count: 0 })
        {
            errors.Required("spec.selector");
        }
        else if (!LabelSelector.FromLabels(spec.TextMap("selector")).Matches(spec.TextMap("template", "metadata", "labels")))
        {
            errors.Invalid(
                "spec.template.metadata.labels",
                spec.Map("template", "metadata", "labels")?.Clone(),
                "`selector` does not match template `labels`"
            );
        }

        if (spec.Map("template") is null)
        {
            errors.Required("spec.template");
        }
        else
        {
            CheckTemplate(candidate);
        }
    }

    public static void CheckStatefulSet(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        Numbers.NotNegative(spec, "replicas", "spec", errors);
        if (spec.Text("podManagementPolicy") is not ("OrderedReady" or "Parallel"))
        {
            errors.Invalid("spec.podManagementPolicy", spec.Text("podManagementPolicy") ?? "", "must be 'OrderedReady' or 'Parallel'");
        }

        if (spec.Text("updateStrategy", "type") is not ("RollingUpdate" or "OnDelete"))
        {
            errors.Invalid("spec.updateStrategy", spec.Map("updateStrategy")?.Clone(), "must be 'RollingUpdate' or 'OnDelete'");
        }

        CheckSelector(candidate, "statefulset");
        CheckTemplate(candidate, isWhole: false);
        if (candidate.Current is not { } current)
        {
            return;
        }

        var (before, after) = (current.Spec.Clone(), spec.Clone());
        foreach (var field in _changeableInStatefulSet)
        {
            before.Remove(field);
            after.Remove(field);
        }
        if (!JsonNode.DeepEquals(before, after))
        {
            errors.Forbidden("spec", StatefulSetUpdateRule);
        }
    }

    public static void CheckDaemonSet(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        CheckSelector(candidate, "daemonset");
        CheckTemplate(candidate);
        Numbers.NotNegative(spec, "minReadySeconds", "spec", errors);
        Numbers.NotNegative(spec, "revisionHistoryLimit", "spec", errors);
        const string Path = "spec.updateStrategy.rollingUpdate";
        if (spec.Text("updateStrategy", "type") is not ("RollingUpdate" or "OnDelete"))
        {
            errors.NotSupported("spec.updateStrategy.type", spec.Text("updateStrategy", "type") ?? "", "RollingUpdate", "OnDelete");
        }

        if (spec.Text("updateStrategy", "type") == "RollingUpdate" && spec.Map("updateStrategy", "rollingUpdate") is { } rolling)
        {
            var (unavailable, surge) = (rolling["maxUnavailable"], rolling["maxSurge"]);
            Numbers.CountOrPercent(unavailable, $"{Path}.maxUnavailable", errors);
            Numbers.CountOrPercent(surge, $"{Path}.maxSurge", errors);
            if (!Numbers.IsZero(unavailable) && !Numbers.IsZero(surge))
            {
                errors.Invalid($"{Path}.maxSurge", surge?.DeepClone(), "may not be set when maxUnavailable is non-zero");
            }

            if (Numbers.IsZero(unavailable) && Numbers.IsZero(surge))
            {
                errors.Required($"{Path}.maxUnavailable", "cannot be 0 when maxSurge is 0");
            }
        }
        CheckSelectorStays(candidate);
    }

    private static void CheckSelector(Candidate candidate, string kindName)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var selector = spec.Map("selector");
        if (selector is null)
        {
            errors.Required("spec.selector");
            errors.Invalid(
                "spec.template.metadata.labels",
                spec.Map("template", "metadata", "labels")?.Clone(),
                "`selector` does not match template `labels`"
            );
            return;
        }
        var before = errors.Count;
        Labels.CheckSelector(selector, "spec.selector", errors);
        if (selector.Map("matchLabels") is null or { Count: 0 } && selector.Array("matchExpressions") is null or { Count: 0 })
        {
            errors.Invalid("spec.selector", selector.Clone(), $"empty selector is invalid for {kindName}");
        }
        else if (errors.Count > before)
        {
            errors.Invalid("spec.selector", selector.Clone(), "invalid label selector");
        }
        else if (!LabelSelector.FromJson(selector)!.Matches(spec.TextMap("template", "metadata", "labels")))
        {
            errors.Invalid(
                "spec.template.metadata.labels",
                spec.Map("template", "metadata", "labels")?.Clone(),
                "`selector` does not match template `labels`"
            );
        }
    }

    private static void CheckSelectorStays(Candidate candidate)
    {
        if (candidate.Changes("spec", "selector"))
        {
            candidate.Errors.Invalid("spec.selector", candidate.Spec.Map("selector")?.Clone(), "field is immutable");
        }
    }

    /// <param name="candidate">What has the template.</param>
    /// <param name="isWhole">Of a stateful set, Kubernetes leaves the template's containers to the pods: their volumes come from
    /// claims.</param>
    private static void CheckTemplate(Candidate candidate, bool isWhole = true)
    {
        if (isWhole)
        {
            PodRules.CheckTemplate(candidate.Spec.Map("template"), "spec.template", candidate.Errors);
        }
        else
        {
            PodRules.CheckTemplateMetadata(candidate.Spec.Map("template"), "spec.template", candidate.Errors);
        }

        var policy = candidate.Spec.Text("template", "spec", "restartPolicy");
        if (policy is "OnFailure" or "Never")
        {
            candidate.Errors.NotSupported("spec.template.spec.restartPolicy", policy, "Always");
        }

        if (candidate.Spec.Number("template", "spec", "activeDeadlineSeconds") is not null)
        {
            candidate.Errors.Forbidden("spec.template.spec.activeDeadlineSeconds", "activeDeadlineSeconds in ReplicaSet is not Supported");
        }
    }

    private static void CheckStrategy(JsonObject spec, FieldErrors errors)
    {
        const string Path = "spec.strategy.rollingUpdate";
        var rolling = spec.Map("strategy", "rollingUpdate");
        switch (spec.Text("strategy", "type"))
        {
            case "Recreate" when rolling is not null:
                errors.Forbidden(Path, "may not be specified when strategy `type` is 'Recreate'");
                break;
            case "Recreate":
                break;
            case "RollingUpdate" when rolling is null:
                errors.Required(Path, "this should be defaulted and never be nil");
                break;
            case "RollingUpdate":
                Numbers.CountOrPercent(rolling["maxUnavailable"], $"{Path}.maxUnavailable", errors);
                Numbers.CountOrPercent(rolling["maxSurge"], $"{Path}.maxSurge", errors);
                if (Numbers.IsZero(rolling["maxUnavailable"]) && Numbers.IsZero(rolling["maxSurge"]))
                {
                    errors.Invalid($"{Path}.maxUnavailable", rolling["maxUnavailable"]?.DeepClone(), "may not be 0 when `maxSurge` is 0");
                }

                if (Numbers.PercentOf(rolling["maxUnavailable"]) > 100)
                {
                    errors.Invalid($"{Path}.maxUnavailable", rolling["maxUnavailable"]?.DeepClone(), "must not be greater than 100%");
                }

                break;
            default:
                errors.NotSupported("spec.strategy.type", spec.Text("strategy", "type") ?? "", "Recreate", "RollingUpdate");
                break;
        }
    }
}
