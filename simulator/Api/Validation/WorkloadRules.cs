using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for long-running workloads.</summary>
internal static class WorkloadRules
{
    private const string StatefulSetUpdateRule =
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
        + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    private static readonly string[] _mutableInStatefulSet =
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
        NumberRules.CheckNotNegative(spec, "replicas", "spec", errors);
        CheckSelector(candidate, "deployment");
        CheckTemplate(candidate);
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
        CheckSelectorIsUnchanged(candidate);
    }

    public static void CheckReplicaSet(Candidate candidate)
    {
        NumberRules.CheckNotNegative(candidate.Spec, "replicas", "spec", candidate.Errors);
        NumberRules.CheckNotNegative(candidate.Spec, "minReadySeconds", "spec", candidate.Errors);
        CheckSelector(candidate, "deployment");
        CheckTemplate(candidate);
        CheckSelectorIsUnchanged(candidate);
    }

    public static void CheckReplicationController(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        NumberRules.CheckNotNegative(spec, "replicas", "spec", errors);
        if (spec.Map("selector") is null or { Count: 0 })
        {
            errors.Required("spec.selector");
        }
        else if (!LabelSelector.FromLabels(spec.TextMap("selector")).Matches(spec.TextMap("template", "metadata", "labels")))
        {
            AddSelectorMismatch(spec, errors);
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
        NumberRules.CheckNotNegative(spec, "replicas", "spec", errors);
        if (spec.Text("podManagementPolicy") is not ("OrderedReady" or "Parallel"))
        {
            errors.Invalid("spec.podManagementPolicy", spec.Text("podManagementPolicy") ?? "", "must be 'OrderedReady' or 'Parallel'");
        }

        if (spec.Text("updateStrategy", "type") is not ("RollingUpdate" or "OnDelete"))
        {
            errors.Invalid("spec.updateStrategy", spec.Map("updateStrategy")?.Clone(), "must be 'RollingUpdate' or 'OnDelete'");
        }

        CheckSelector(candidate, "statefulset");
        CheckTemplate(candidate, checksSpec: false);
        if (candidate.Current is not { } current)
        {
            return;
        }

        var (before, after) = (current.Spec.Clone(), spec.Clone());
        foreach (var field in _mutableInStatefulSet)
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
        NumberRules.CheckNotNegative(spec, "minReadySeconds", "spec", errors);
        NumberRules.CheckNotNegative(spec, "revisionHistoryLimit", "spec", errors);
        const string Path = "spec.updateStrategy.rollingUpdate";
        if (spec.Text("updateStrategy", "type") is not ("RollingUpdate" or "OnDelete"))
        {
            errors.NotSupported("spec.updateStrategy.type", spec.Text("updateStrategy", "type") ?? "", "RollingUpdate", "OnDelete");
        }

        if (spec.Text("updateStrategy", "type") == "RollingUpdate" && spec.Map("updateStrategy", "rollingUpdate") is { } rolling)
        {
            var (unavailable, surge) = (rolling["maxUnavailable"], rolling["maxSurge"]);
            NumberRules.CheckCountOrPercent(unavailable, $"{Path}.maxUnavailable", errors);
            NumberRules.CheckCountOrPercent(surge, $"{Path}.maxSurge", errors);
            if (!NumberRules.IsZero(unavailable) && !NumberRules.IsZero(surge))
            {
                errors.Invalid($"{Path}.maxSurge", surge?.DeepClone(), "may not be set when maxUnavailable is non-zero");
            }

            if (NumberRules.IsZero(unavailable) && NumberRules.IsZero(surge))
            {
                errors.Required($"{Path}.maxUnavailable", "cannot be 0 when maxSurge is 0");
            }
        }
        CheckSelectorIsUnchanged(candidate);
    }

    private static void CheckSelector(Candidate candidate, string kindName)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        var selector = spec.Map("selector");
        if (selector is null)
        {
            errors.Required("spec.selector");
            AddSelectorMismatch(spec, errors);
            return;
        }
        var before = errors.Count;
        LabelRules.CheckSelector(selector, "spec.selector", errors);
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
            AddSelectorMismatch(spec, errors);
        }
    }

    private static void AddSelectorMismatch(JsonObject spec, FieldErrors errors) =>
        errors.Invalid(
            "spec.template.metadata.labels",
            spec.Map("template", "metadata", "labels")?.Clone(),
            "`selector` does not match template `labels`"
        );

    private static void CheckSelectorIsUnchanged(Candidate candidate)
    {
        if (candidate.Changes("spec", "selector"))
        {
            candidate.Errors.Invalid("spec.selector", candidate.Spec.Map("selector")?.Clone(), "field is immutable");
        }
    }

    /// <summary>
    /// Checks the pod template. Kubernetes does not check the pod spec of stateful sets, whose containers may mount volumes of claim
    /// templates.
    /// </summary>
    private static void CheckTemplate(Candidate candidate, bool checksSpec = true)
    {
        if (checksSpec)
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
                NumberRules.CheckCountOrPercent(rolling["maxUnavailable"], $"{Path}.maxUnavailable", errors);
                NumberRules.CheckCountOrPercent(rolling["maxSurge"], $"{Path}.maxSurge", errors);
                if (NumberRules.IsZero(rolling["maxUnavailable"]) && NumberRules.IsZero(rolling["maxSurge"]))
                {
                    errors.Invalid($"{Path}.maxUnavailable", rolling["maxUnavailable"]?.DeepClone(), "may not be 0 when `maxSurge` is 0");
                }

                if (NumberRules.ParsePercent(rolling["maxUnavailable"]) > 100)
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
