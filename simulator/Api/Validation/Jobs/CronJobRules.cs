using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Kubernetes.Schedules;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Jobs;

/// <summary>Validation rules for cron jobs.</summary>
internal static partial class CronJobRules
{
    private const int MaximumNameLength = 52;

    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        CheckSchedule(candidate);
        NumberRules.CheckNotNegative(spec, "startingDeadlineSeconds", "spec", errors);
        if (spec.Text("timeZone") is { } zone && (candidate.IsNew || candidate.Changes("spec", "timeZone")))
        {
            CheckTimeZone(zone, errors);
        }

        CheckConcurrency(spec.Text("concurrencyPolicy") ?? "", errors);
        CheckJobTemplate(spec.Map("jobTemplate", "spec") ?? [], errors);
        NumberRules.CheckNotNegative(spec, "successfulJobsHistoryLimit", "spec", errors);
        NumberRules.CheckNotNegative(spec, "failedJobsHistoryLimit", "spec", errors);
        if (candidate.IsNew && candidate.Body.Text("metadata", "name") is { Length: > MaximumNameLength } name)
        {
            errors.Invalid("metadata.name", name, $"must be no more than {MaximumNameLength} characters");
        }
    }

    private static void CheckConcurrency(string policy, FieldErrors errors)
    {
        if (policy.Length == 0)
        {
            errors.Required("spec.concurrencyPolicy");
        }
        else if (policy is not ("Allow" or "Forbid" or "Replace"))
        {
            errors.NotSupported("spec.concurrencyPolicy", policy, "Allow", "Forbid", "Replace");
        }
    }

    private static void CheckJobTemplate(JsonObject spec, FieldErrors errors)
    {
        const string Path = "spec.jobTemplate.spec";
        JobSpecRules.Check(spec, Path, errors);
        if (spec.Map("selector") is { } selector)
        {
            errors.Invalid($"{Path}.selector", selector.Clone(), "`selector` will be auto-generated");
        }

        if (spec.Flag("manualSelector"))
        {
            errors.NotSupported($"{Path}.manualSelector", true, "nil", "false");
        }
    }

    private static void CheckSchedule(Candidate candidate)
    {
        const string Path = "spec.schedule";
        if (candidate.Spec.Text("schedule") is not { Length: > 0 } schedule)
        {
            candidate.Errors.Required(Path);
            return;
        }

        var namesZone = schedule.Contains("TZ", StringComparison.Ordinal);
        var named = candidate.Current?.Spec.Text("schedule")?.Contains("TZ", StringComparison.Ordinal) == true;
        try
        {
            CronSchedule.Parse(schedule);
        }
        catch (FormatException problem) when (!namesZone)
        {
            candidate.Errors.Invalid(Path, schedule, problem.Message);
        }

        if (namesZone && !named)
        {
            candidate.Errors.Invalid(Path, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
        else if (namesZone && candidate.Spec.ContainsKey("timeZone"))
        {
            candidate.Errors.Invalid(Path, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        }
    }

    private static void CheckTimeZone(string zone, FieldErrors errors)
    {
        const string Path = "spec.timeZone";
        if (zone.Length == 0)
        {
            errors.Invalid(Path, zone, "timeZone must be nil or non-empty string");
            return;
        }

        if (zone.Split('/').Any(part => part is "." or ".." || part.StartsWith('-') || !ZonePart().IsMatch(part)))
        {
            errors.Invalid(Path, zone, $"unknown time zone {zone}");
            return;
        }

        if (string.Equals(zone, "Local", StringComparison.OrdinalIgnoreCase))
        {
            errors.Invalid(Path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }

        if (zone is not ("Local" or "UTC") && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            errors.Invalid(Path, zone, $"unknown time zone {zone}");
        }
    }

    [GeneratedRegex(@"^[A-Za-z.\-_0-9+]{1,14}$")]
    private static partial Regex ZonePart();
}
