using System.Globalization;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the indexes and policies of jobs, by <c>validateJobSpec</c> in Kubernetes' <c>pkg/apis/batch/validation</c>.</summary>
internal sealed class JobPolicyCheck : ISettingsCheck
{
    private const int MaximumRules = 20;
    private const int MaximumExitCodes = 255;
    private const int Byte = 255;

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services().Where(service => !service.Settings.Kind.IsLongRunning()))
        {
            CheckSuspension(service);
            CheckIndexes(service, service.Settings.Job);
            CheckRestart(service, service.Settings.Job);
            CheckFailures(service, service.Settings.Job);
            CheckSuccesses(service, service.Settings.Job);
        }
    }

    private static void CheckSuspension(ServiceUnderReview service)
    {
        if (!service.Settings.Job.Suspend)
        {
            return;
        }

        if (service.Settings.Kind == ServiceKind.Cron)
        {
            Reject(service, "suspend", "each run would be created and never start", "write 'schedule: {suspend: true}'");
        }

        foreach (var waiting in service.Review.Services().Where(other => other.Settings.After.Contains(service.Name)))
        {
            service.Review.Warn(
                service.At("job", "suspend"),
                $"'{waiting.Name}' comes after it, and does not wait for a suspended job",
                $"remove it, or remove '{service.Name}' from the 'after' of '{waiting.Name}'"
            );
        }
    }

    private static void CheckIndexes(ServiceUnderReview service, JobSettings job)
    {
        (string Key, bool IsSet)[] ofIndexes =
        [
            ("retriesPerIndex", job.RetriesPerIndex is not null),
            ("maxFailedIndexes", job.MaxFailedIndexes is not null),
            ("successPolicy", !job.SuccessPolicy.IsEmpty),
        ];
        if (job.CompletionMode != CompletionMode.Indexed)
        {
            foreach (var (key, _) in ofIndexes.Where(setting => setting.IsSet))
            {
                Reject(service, key, "only an indexed job has indexes", "add 'completionMode: indexed', or remove it", "completionMode");
            }
        }
        else if (job is { MaxFailedIndexes: not null, RetriesPerIndex: null })
        {
            Reject(
                service,
                "maxFailedIndexes",
                "without 'retriesPerIndex' the retries of all indexes count together",
                "add it, or remove this",
                "retriesPerIndex"
            );
        }
        else if (job.MaxFailedIndexes > job.Completions)
        {
            Reject(service, "maxFailedIndexes", $"the job has only {job.Completions} indexes", "write less", "completions");
        }
    }

    private static void CheckRestart(ServiceUnderReview service, JobSettings job)
    {
        (string Key, bool IsSet)[] ofPods =
        [
            ("retriesPerIndex", job.RetriesPerIndex is not null),
            ("podFailurePolicy", !job.PodFailurePolicy.IsEmpty),
        ];
        foreach (var (key, _) in ofPods.Where(setting => setting.IsSet && service.Settings.Restart == RestartPolicy.OnFailure))
        {
            service.Reject(
                service.At("job", key),
                "with 'restart: onFailure' the pod itself restarts its container, and Kubernetes rejects this",
                "remove 'restart', or this",
                service.At("restart"),
                service.At("job", key)
            );
        }
    }

    private static void CheckFailures(ServiceUnderReview service, JobSettings job)
    {
        if (job.PodFailurePolicy.Length > MaximumRules)
        {
            Reject(service, "podFailurePolicy", $"Kubernetes allows {MaximumRules} rules", "remove some");
        }

        for (var i = 0; i < job.PodFailurePolicy.Length; i++)
        {
            CheckFailure(service, service.At("job", "podFailurePolicy").Item(i), job.PodFailurePolicy[i], job);
        }
    }

    private static void CheckFailure(ServiceUnderReview service, SettingsPath at, PodFailureSettings rule, JobSettings job)
    {
        if (rule.ExitCodes.IsEmpty == rule.Condition is null)
        {
            service.Reject(
                at,
                rule.Condition is null ? "the rule matches no failure" : "a rule is for exit codes or for a condition",
                "write 'exitCodes: [42]' or 'condition: DisruptionTarget'"
            );
        }
        else if (
            rule.ExitCodes.Length > MaximumExitCodes
            || rule.ExitCodes.Distinct().Count() < rule.ExitCodes.Length
            || rule.ExitCodes.Any(code => code is < 0 or > Byte)
        )
        {
            service.Reject(at.Key("exitCodes"), "exit codes are different numbers from 0 to 255", "correct the list");
        }
        else if (rule.Operator == ExitCodeOperator.In && rule.ExitCodes.Contains(0))
        {
            service.Reject(at.Key("exitCodes"), "0 is the exit code of a success", "remove it");
        }

        if (rule.Condition is not null && (rule.Container is not null || rule.Operator != ExitCodeOperator.In))
        {
            service.Reject(at, "'container' and 'operator' belong to exit codes", "remove them");
        }

        if (rule.Action == PodFailureAction.FailIndex && job.RetriesPerIndex is null)
        {
            service.Reject(
                at.Key("action"),
                "without 'retriesPerIndex' an index cannot fail by itself",
                "add it, or write 'failJob'",
                at.Key("action"),
                service.At("job", "retriesPerIndex")
            );
        }

        string[] containers = [service.Name, .. service.Settings.Init.Keys, .. service.Settings.Sidecars.Keys];
        if (rule.Container is { } container && !containers.Contains(container))
        {
            service.Reject(at.Key("container"), $"the pod has no container '{container}'", Suggestion.For(container, containers));
        }
    }

    private static void CheckSuccesses(ServiceUnderReview service, JobSettings job)
    {
        for (var i = 0; i < job.SuccessPolicy.Length; i++)
        {
            var (rule, at) = (job.SuccessPolicy[i], service.At("job", "successPolicy").Item(i));
            if (rule is { Indexes: null, Count: null })
            {
                service.Reject(at, "the rule is met by no job", "write 'indexes', 'count' or both");
            }
            else if (rule.Indexes is { } indexes && CountIndexes(indexes, job.Completions) is var known && !(known >= (rule.Count ?? 0)))
            {
                service.Reject(
                    at.Key("indexes"),
                    known is null
                        ? $"'{indexes}' does not list indexes from 0 to {job.Completions - 1} in their order"
                        : $"these are {known} indexes, and {rule.Count} of them must have succeeded",
                    "write numbers and ranges, such as \"0,2-4\"",
                    at,
                    service.At("job", "completions")
                );
            }
            else if (rule.Indexes is null && rule.Count > job.Completions)
            {
                service.Reject(
                    at.Key("count"),
                    $"the job has only {job.Completions} indexes",
                    "write less",
                    at,
                    service.At("job", "completions")
                );
            }
        }
    }

    /// <summary>Counts the indexes of a list such as <c>0,2-4</c>; null if it is malformed or not in ascending order.</summary>
    private static int? CountIndexes(string text, int completions)
    {
        var (count, next) = (0, 0);
        foreach (var part in text.Split(','))
        {
            var bounds = part.Split('-');
            if (
                bounds.Length > 2
                || !int.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(bounds[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || first < next
                || last < first
                || last >= completions
                || (bounds.Length == 2 && last == first)
            )
            {
                return null;
            }

            count += last - first + 1;
            next = last + 1;
        }

        return count;
    }

    private static void Reject(ServiceUnderReview service, string key, string problem, string cure, string? dependsOn = null) =>
        service.Reject(service.At("job", key), problem, cure, service.At("job", key), service.At("job", dependsOn ?? key));
}
