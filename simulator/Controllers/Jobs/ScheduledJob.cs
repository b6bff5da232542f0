using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>The Job of a CronJob for one scheduled time.</summary>
internal static class ScheduledJob
{
    private const string ScheduledAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    /// <summary>The name contains the minute of the scheduled time, so that a Job cannot be created twice.</summary>
    public static string GetName(CronJob cronJob, DateTimeOffset time) =>
        $"{cronJob.Name}-{(time.ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Creates the body of the Job, which takes only labels and annotations of the template's metadata.</summary>
    public static JsonObject Create(CronJob cronJob, DateTimeOffset time)
    {
        var template = cronJob.JobTemplate.Map("metadata");
        var metadata = new JsonObject
        {
            ["name"] = GetName(cronJob, time),
            ["namespace"] = cronJob.Namespace,
            ["labels"] = template.Map("labels")?.DeepClone(),
            ["annotations"] = template.Map("annotations")?.DeepClone(),
            ["ownerReferences"] = new JsonArray(OwnerReference.ToController(cronJob.Source).ToJson()),
        };
        var zoned = TimeZoneInfo.TryFindSystemTimeZoneById(cronJob.TimeZone is { Length: > 0 } name ? name : "UTC", out var zone)
            ? TimeZoneInfo.ConvertTime(time, zone)
            : time;
        metadata.GetOrAddObject("annotations")[ScheduledAnnotation] = Timestamps.FormatLocal(zoned);
        return new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = metadata,
            ["spec"] = cronJob.JobTemplate["spec"]?.DeepClone(),
        };
    }

    /// <summary>Creates the reference to a Job in the status of its CronJob.</summary>
    public static JsonObject CreateReference(KubeObject job) =>
        new()
        {
            ["kind"] = "Job",
            ["namespace"] = job.Namespace,
            ["name"] = job.Name,
            ["uid"] = job.Uid,
            ["apiVersion"] = "batch/v1",
            ["resourceVersion"] = job.Version.ToString(CultureInfo.InvariantCulture),
        };
}
