using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Jobs;

/// <summary>
/// Validation rules for the status of a job. A rule about several fields applies only if one of them changes, so that a status which a
/// change of the spec made inconsistent can still be updated.
/// </summary>
internal static class JobStatusRules
{
    private const string Conditions = "status.conditions";

    private static readonly string[] _counts = ["active", "succeeded", "failed", "ready", "terminating"];

    public static void Check(JsonObject status, KubeObject current, FieldErrors errors)
    {
        var update = new StatusUpdate(status, current.Status);
        foreach (var field in _counts)
        {
            NumberRules.CheckNotNegative(status, field, "status", errors);
        }

        CheckUncounted(status, errors);
        CheckConditions(update, errors);
        CheckCompletionTime(update, errors);
        CheckOutcomes(update, errors);
        CheckFinished(update, errors);
        CheckIndexes(update, current.Spec, errors);
        CheckPods(update, errors);
        CheckSuccess(update, current.Spec, errors);
        JobStatusTransitionRules.Check(update, current.Spec, errors);
    }

    private static void CheckUncounted(JsonObject status, FieldErrors errors)
    {
        var seen = new HashSet<string>();
        foreach (var list in (ReadOnlySpan<string>)["succeeded", "failed"])
        {
            foreach (var (index, node) in (status.Array("uncountedTerminatedPods", list) ?? []).Index())
            {
                var (path, uid) = ($"status.uncountedTerminatedPods.{list}[{index}]", node?.ToString() ?? "");
                if (uid.Length == 0)
                {
                    errors.Invalid(path, uid, "must not be empty");
                }
                else if (!seen.Add(uid))
                {
                    errors.Duplicate(path, uid);
                }
            }
        }
    }

    private static void CheckConditions(StatusUpdate update, FieldErrors errors)
    {
        if (update.ChangesCondition("Complete", "Failed") && update.IsComplete && update.IsFailed)
        {
            errors.Add(FieldError.InvalidWithoutValue(Conditions, "cannot set Complete=True and Failed=true conditions"));
        }

        if (update.ChangesCondition("Complete", "FailureTarget") && update.IsComplete && update.Has("FailureTarget"))
        {
            errors.Add(FieldError.InvalidWithoutValue(Conditions, "cannot set Complete=True and FailureTarget=true conditions"));
        }
    }

    private static void CheckCompletionTime(StatusUpdate update, FieldErrors errors)
    {
        const string Path = "status.completionTime";
        var time = update.After.Text("completionTime");
        if (update.Changes("completionTime") || update.ChangesCondition("Complete"))
        {
            if (time is not null && !update.IsComplete)
            {
                errors.Invalid(Path, time, "cannot set completionTime when there is no Complete=True condition");
            }

            if (time is null && update.IsComplete)
            {
                errors.Required(Path, "completionTime is required for Complete jobs");
            }
        }

        if (
            update.Changes("startTime", "completionTime")
            && ReadTime(update.After.Text("startTime")) is { } start
            && ReadTime(time) is { } end
            && end < start
        )
        {
            errors.Invalid(Path, time, "completionTime cannot be set before startTime");
        }
    }

    private static DateTimeOffset? ReadTime(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static void CheckOutcomes(StatusUpdate update, FieldErrors errors)
    {
        if (update.ChangesCondition("Failed", "FailureTarget") && update.IsFailed && !update.Has("FailureTarget"))
        {
            const string Detail = "cannot set Failed=True condition without the FailureTarget=true condition";
            errors.Add(FieldError.InvalidWithoutValue(Conditions, Detail));
        }

        if (update.ChangesCondition("Complete", "SuccessCriteriaMet") && update.IsComplete && !update.IsSuccessful)
        {
            const string Detail = "cannot set Complete=True condition without the SuccessCriteriaMet=true condition";
            errors.Add(FieldError.InvalidWithoutValue(Conditions, Detail));
        }
    }

    private static void CheckFinished(StatusUpdate update, FieldErrors errors)
    {
        if (!update.IsFinished)
        {
            return;
        }

        var (status, becomesFinished) = (update.After, !update.WasFinished);
        if ((becomesFinished || update.Changes("active")) && status.Number("active") > 0)
        {
            errors.Invalid("status.active", status.Number("active"), "active>0 is invalid for finished job");
        }

        if ((becomesFinished || update.Changes("startTime")) && status["startTime"] is null)
        {
            errors.Required("status.startTime", "startTime is required for finished job");
        }

        if ((becomesFinished || update.Changes("uncountedTerminatedPods")) && status.Map("uncountedTerminatedPods") is { } uncounted)
        {
            CheckNoneUncounted(uncounted, errors);
        }
    }

    private static void CheckNoneUncounted(JsonObject uncounted, FieldErrors errors)
    {
        var (succeeded, failed) = (uncounted.Array("succeeded"), uncounted.Array("failed"));
        if (succeeded is { Count: > 0 } || failed is { Count: > 0 })
        {
            var value = new JsonObject { ["Succeeded"] = succeeded?.DeepClone(), ["Failed"] = failed?.DeepClone() };
            errors.Invalid("status.uncountedTerminatedPods", value, "uncountedTerminatedPods needs to be empty for finished job");
        }
    }

    private static void CheckIndexes(StatusUpdate update, JsonObject spec, FieldErrors errors)
    {
        var (completed, failed) = (update.After.Text("completedIndexes") ?? "", update.After.Text("failedIndexes"));
        var (changesCompleted, changesFailed) = (update.Changes("completedIndexes"), update.Changes("failedIndexes"));
        var completions = spec.Number("completions");
        var hasLimit = spec["backoffLimitPerIndex"] is not null;
        if (changesCompleted && completions is not null && JobIndexes.FindProblem(completed, completions.Value) is { } problem)
        {
            errors.Invalid("status.completedIndexes", completed, $"error parsing completedIndexes: {problem}");
        }

        if (
            changesFailed
            && completions is not null
            && hasLimit
            && failed is not null
            && JobIndexes.FindProblem(failed, completions.Value) is { } failedProblem
        )
        {
            errors.Invalid("status.failedIndexes", failed, $"error parsing failedIndexes: {failedProblem}");
        }

        if (changesCompleted && completed.Length > 0 && spec.Text("completionMode") != "Indexed")
        {
            const string Detail = "cannot set non-empty completedIndexes when non-indexed completion mode";
            errors.Invalid("status.completedIndexes", completed, Detail);
        }

        if (changesFailed && !hasLimit && failed is not null)
        {
            errors.Invalid("status.failedIndexes", failed, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        }

        if (
            (changesCompleted || changesFailed)
            && completions is not null
            && failed is not null
            && JobIndexes.FindOverlap(completed, failed, completions.Value) is { } index
        )
        {
            errors.Invalid("status.failedIndexes", failed, $"failedIndexes and completedIndexes overlap at index: {index}");
        }
    }

    private static void CheckPods(StatusUpdate update, FieldErrors errors)
    {
        var (terminating, ready) = (update.After.Number("terminating"), update.After.Number("ready"));
        if (update.IsFinished && (!update.WasFinished || update.Changes("terminating")) && terminating > 0)
        {
            errors.Invalid("status.terminating", terminating, "terminating>0 is invalid for finished job");
        }

        if (update.Changes("ready", "active") && ready > (update.After.Number("active") ?? 0))
        {
            errors.Invalid("status.ready", ready, "cannot set more ready pods than active");
        }
    }

    private static void CheckSuccess(StatusUpdate update, JsonObject spec, FieldErrors errors)
    {
        if (update.IsSuccessful && update.IsFailed)
        {
            errors.Add(FieldError.InvalidWithoutValue(Conditions, "cannot set SuccessCriteriaMet=True and Failed=true conditions"));
        }

        if (update.IsSuccessful && update.Has("FailureTarget"))
        {
            errors.Add(FieldError.InvalidWithoutValue(Conditions, "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions"));
        }

        if (spec["successPolicy"] is not null && !update.IsSuccessful && update.IsComplete)
        {
            const string Detail = "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True";
            errors.Add(FieldError.InvalidWithoutValue(Conditions, Detail));
        }
    }
}
