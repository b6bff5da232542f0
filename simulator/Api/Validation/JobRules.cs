using System.Text.Json.Nodes;
using Infra.Kubernetes.Schedules;
using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for jobs.</summary>
internal static class JobRules
{
    private static readonly string[] _numbers =
    [
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished",
        "backoffLimitPerIndex",
        "maxFailedIndexes",
    ];

    public static void CheckJob(Candidate candidate)
    {
        CheckSpec(candidate.Spec, "spec", candidate.Errors);
        if (candidate.IsNew)
        {
            return;
        }

        foreach (var field in (ReadOnlySpan<string>)["completionMode", "podFailurePolicy", "selector"])
        {
            if (candidate.Changes("spec", field))
            {
                candidate.Errors.Invalid($"spec.{field}", candidate.Spec[field]?.DeepClone(), "field is immutable");
            }
        }
        if (candidate.Changes("spec", "template") && candidate.Current!.Spec.Flag("suspend") != true)
        {
            candidate.Errors.Invalid("spec.template", candidate.Spec["template"]?.DeepClone(), "field is immutable");
        }
    }

    public static void CheckCronJob(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        if (candidate.Body.Text("metadata", "name") is { Length: > 52 } name)
        {
            errors.Invalid("metadata.name", name, "must be no more than 52 characters");
        }

        CheckSchedule(spec.Text("schedule") ?? "", errors);
        if (spec.Text("timeZone") is { } zone)
        {
            CheckTimeZone(zone, errors);
        }

        NumberRules.CheckNotNegative(spec, "startingDeadlineSeconds", "spec", errors);
        if (spec.Text("concurrencyPolicy") is not ("Allow" or "Forbid" or "Replace"))
        {
            errors.NotSupported("spec.concurrencyPolicy", spec.Text("concurrencyPolicy") ?? "", "Allow", "Forbid", "Replace");
        }

        NumberRules.CheckNotNegative(spec, "successfulJobsHistoryLimit", "spec", errors);
        NumberRules.CheckNotNegative(spec, "failedJobsHistoryLimit", "spec", errors);
        CheckSpec(spec.Map("jobTemplate", "spec") ?? [], "spec.jobTemplate.spec", errors);
    }

    private static void CheckSpec(JsonObject spec, string path, FieldErrors errors)
    {
        foreach (var field in _numbers)
        {
            NumberRules.CheckNotNegative(spec, field, path, errors);
        }

        if (spec.Text("completionMode") == "Indexed" && spec.Number("completions") is null)
        {
            errors.Required($"{path}.completions", "when completion mode is Indexed");
        }

        PodRules.CheckTemplate(spec.Map("template"), $"{path}.template", errors);
        var policy = spec.Text("template", "spec", "restartPolicy");
        var at = $"{path}.template.spec.restartPolicy";
        if (policy is null or "" or "Always")
        {
            errors.Required(at, "valid values: \"OnFailure\", \"Never\"");
        }
        else if (spec.ContainsKey("podFailurePolicy") && policy != "Never")
        {
            errors.Invalid(at, policy, "only \"Never\" is supported when podFailurePolicy is specified");
        }
    }

    private static void CheckSchedule(string schedule, FieldErrors errors)
    {
        if (schedule.Length == 0)
        {
            errors.Required("spec.schedule");
            return;
        }
        if (schedule.Contains("TZ", StringComparison.Ordinal))
        {
            errors.Invalid("spec.schedule", schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
            return;
        }
        try
        {
            CronSchedule.Parse(schedule);
        }
        catch (FormatException problem)
        {
            errors.Invalid("spec.schedule", schedule, problem.Message);
        }
    }

    private static void CheckTimeZone(string zone, FieldErrors errors)
    {
        if (zone.Length == 0)
        {
            errors.Invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string");
        }
        else if (string.Equals(zone, "Local", StringComparison.OrdinalIgnoreCase))
        {
            errors.Invalid("spec.timeZone", zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
        else if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            errors.Invalid("spec.timeZone", zone, $"unknown time zone {zone}");
        }
    }
}
