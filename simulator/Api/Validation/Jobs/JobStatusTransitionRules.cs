using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Jobs;

/// <summary>What an update of a job's status may not undo.</summary>
internal static class JobStatusTransitionRules
{
    private const string Conditions = "status.conditions";

    public static void Check(StatusUpdate update, JsonObject spec, FieldErrors errors)
    {
        foreach (var condition in (ReadOnlySpan<string>)["Failed", "Complete", "FailureTarget"])
        {
            if (update.Had(condition) && !update.Has(condition))
            {
                errors.Add(FieldError.InvalidWithoutValue(Conditions, $"cannot disable the terminal {condition}=True condition"));
            }
        }

        CheckCounters(update, spec, errors);
        CheckTimes(update, spec, errors);
        if (update.Had("SuccessCriteriaMet") && !update.IsSuccessful)
        {
            errors.Add(FieldError.InvalidWithoutValue(Conditions, "cannot disable the SuccessCriteriaMet=True condition"));
        }

        if (update.Had("Complete") && !update.Had("SuccessCriteriaMet") && update.IsSuccessful)
        {
            const string Detail = "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions";
            errors.Add(FieldError.InvalidWithoutValue(Conditions, Detail));
        }
    }

    /// <summary>The pods that succeeded may become fewer if the job is indexed and can be scaled down.</summary>
    private static void CheckCounters(StatusUpdate update, JsonObject spec, FieldErrors errors)
    {
        CheckCounter(update, "failed", errors);
        if (spec.Text("completionMode") != "Indexed" || spec.Number("completions") != spec.Number("parallelism"))
        {
            CheckCounter(update, "succeeded", errors);
        }
    }

    private static void CheckCounter(StatusUpdate update, string field, FieldErrors errors)
    {
        var count = update.After.Number(field) ?? 0;
        if (count < (update.Before.Number(field) ?? 0))
        {
            errors.Invalid($"status.{field}", count, $"cannot decrease the {field} counter");
        }
    }

    private static void CheckTimes(StatusUpdate update, JsonObject spec, FieldErrors errors)
    {
        var (before, after) = (update.Before.Text("completionTime"), update.After.Text("completionTime"));
        if (before is not null && after is not null && before != after)
        {
            errors.Invalid("status.completionTime", after, "completionTime cannot be mutated");
        }

        if (update.Before.Text("startTime") is not null && update.Changes("startTime") && !spec.Flag("suspend"))
        {
            errors.Required("status.startTime", "startTime cannot be removed for unsuspended job");
        }
    }
}
