using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.Schedules;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>Creates the Jobs of CronJobs when they are due and deletes old ones.</summary>
internal sealed class CronJobController
{
    private const string Component = "cronjob-controller";
    private const string ScheduledAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    // A reconciliation is queued this long after the scheduled time, so that the clock has passed it.
    private static readonly TimeSpan StartDelay = TimeSpan.FromMilliseconds(100);

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<CronJob> _cronJobs;
    private readonly ResourceCache<Job> _jobs;
    private readonly WorkQueue<ObjectKey> _queue;

    /// <summary>Subscribes to CronJobs and their Jobs.</summary>
    public CronJobController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _cronJobs = context.Cache(GroupResource.CronJobs, o => new CronJob(o));
        _jobs = context.Jobs();
        _queue = context.Queue<ObjectKey>(Component, Reconcile);
        _cronJobs.OnChange(change => _queue.Add(change.Latest.Key));
        _jobs.OnChange(change =>
        {
            if (change.Latest.Source.Controller is { Kind: "CronJob" } owner)
            {
                _queue.Add(new ObjectKey(change.Latest.Namespace, owner.Name));
            }
        });
    }

    private void Reconcile(ObjectKey key)
    {
        if (_cronJobs.Find(key) is not { } cronJob)
        {
            return;
        }

        var jobs = _jobs.ByController[cronJob.Uid].ToList();
        var status = (JsonObject)cronJob.Source.Status.DeepClone();
        RecordFinishedJobs(cronJob, jobs, status);
        if (!cronJob.IsDeleting && !cronJob.IsSuspended)
        {
            StartIfDue(cronJob, jobs, status);
        }

        CleanUp(cronJob, jobs);
        _client.WriteStatus(cronJob, status);
    }

    private void CleanUp(CronJob cronJob, List<Job> jobs)
    {
        foreach (
            var (type, limit) in (ReadOnlySpan<(string, int)>)[("Complete", cronJob.SuccessfulHistory), ("Failed", cronJob.FailedHistory)]
        )
        {
            var ended = jobs.Where(j => j.End?.Type == type && !j.IsDeleting)
                .OrderBy(j => j.StartTime ?? j.CreationTime)
                .ThenBy(j => j.Name, StringComparer.Ordinal)
                .ToList();
            foreach (var job in ended.Take(Math.Max(0, ended.Count - limit)))
            {
                Delete(cronJob, job);
            }
        }
    }

    private void RecordFinishedJobs(CronJob cronJob, List<Job> jobs, JsonObject status)
    {
        var active = status.Objects("active").ToList();
        foreach (var job in jobs)
        {
            var reference = active.Find(a => a.Text("uid") == job.Uid);
            if (job.End is null && reference is null && !job.IsDeleting)
            {
                Record(cronJob, EventType.Warning, "UnexpectedJob", $"Saw a job that the controller did not create or forgot: {job.Name}");
            }
            else if (job.End is { } end && reference is not null)
            {
                active.Remove(reference);
                Record(cronJob, EventType.Normal, "SawCompletedJob", $"Saw completed job: {job.Name}, condition: {end.Type}");
            }

            if (
                job is { End.Type: "Complete" }
                && job.Source.Status.Time("completionTime") is { } completed
                && !(status.Time("lastSuccessfulTime") >= completed)
            )
            {
                status["lastSuccessfulTime"] = Timestamps.Format(completed);
            }
        }

        foreach (var reference in active.Where(a => !jobs.Exists(job => job.Uid == a.Text("uid"))).ToList())
        {
            var name = reference.Text("name") ?? "";
            if (_client.Find(GroupResource.Jobs, cronJob.Namespace, name)?.Uid != reference.Text("uid"))
            {
                active.Remove(reference);
                Record(cronJob, EventType.Normal, "MissingJob", $"Active job went missing: {name}");
            }
        }

        SetActive(status, active);
    }

    private void Record(CronJob cronJob, EventType type, string reason, string message) =>
        _context.Events.Record(cronJob.Source, type, reason, message, Component);

    private void StartIfDue(CronJob cronJob, List<Job> jobs, JsonObject status)
    {
        CronSchedule schedule;
        try
        {
            schedule = CronSchedule.Parse(cronJob.Schedule, cronJob.TimeZone);
        }
        catch (FormatException unreadable)
        {
            Record(
                cronJob,
                EventType.Warning,
                "UnparseableSchedule",
                $"unparseable schedule: \"{cronJob.Schedule}\" : {unreadable.Message}"
            );
            return;
        }

        var due = DueTimes.Find(cronJob, schedule, _context.Now);
        if (due.HasTooMany)
        {
            Record(
                cronJob,
                EventType.Warning,
                "TooManyMissedTimes",
                "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew"
            );
        }

        if (due.Latest is { } time)
        {
            Start(cronJob, jobs, status, time);
        }

        if (schedule.Next(_context.Now) is { } next)
        {
            _queue.AddAfter(cronJob.Key, next - _context.Now + StartDelay);
        }
    }

    private void Start(CronJob cronJob, List<Job> jobs, JsonObject status, DateTimeOffset time)
    {
        if (cronJob.StartingDeadline is { } deadline && time + deadline < _context.Now)
        {
            Record(cronJob, EventType.Warning, "MissSchedule", $"Missed scheduled time to start a job: {FormatMissed(time)}");
            return;
        }

        var active = status.Objects("active").ToList();
        if (cronJob.Concurrency == ConcurrencyPolicy.Forbid && active.Count > 0)
        {
            Record(
                cronJob,
                EventType.Normal,
                "JobAlreadyActive",
                "Not starting job because prior execution is running and concurrency policy is Forbid"
            );
            return;
        }

        if (cronJob.Concurrency == ConcurrencyPolicy.Replace)
        {
            foreach (var job in jobs.Where(j => active.Exists(a => a.Text("uid") == j.Uid)))
            {
                Delete(cronJob, job);
            }

            active.Clear();
        }

        if (Create(cronJob, time) is { } created)
        {
            active.Add(Reference(created));
            status["lastScheduleTime"] = Timestamps.Format(time);
        }

        SetActive(status, active);
    }

    // RFC 1123 with a numeric zone.
    private static string FormatMissed(DateTimeOffset time) =>
        time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000";

    private KubeObject? Create(CronJob cronJob, DateTimeOffset time)
    {
        try
        {
            var created = _client.Create(GroupResource.Jobs, NewJob(cronJob, time));
            Record(cronJob, EventType.Normal, "SuccessfulCreate", $"Created job {created.Name}");
            return created;
        }
        catch (StatusException taken) when (taken.IsAlreadyExists)
        {
            // The Job of this scheduled time exists, but the status does not include it yet.
            // A Job of another owner is left alone.
            return
                _client.Find(GroupResource.Jobs, cronJob.Namespace, GetName(cronJob, time)) is { } job && job.Controller?.Uid == cronJob.Uid
                ? job
                : null;
        }
        catch (StatusException refused)
        {
            Record(cronJob, EventType.Warning, "FailedCreate", $"Error creating job: {refused.Message}");
            throw;
        }
    }

    private void Delete(CronJob cronJob, Job job)
    {
        _client.DeleteIfExists(job, PropagationPolicy.Background);
        Record(cronJob, EventType.Normal, "SuccessfulDelete", $"Deleted job {job.Name}");
    }

    private static JsonObject NewJob(CronJob cronJob, DateTimeOffset time)
    {
        var metadata = (JsonObject?)cronJob.JobTemplate.Map("metadata")?.DeepClone() ?? [];
        metadata["name"] = GetName(cronJob, time);
        metadata["namespace"] = cronJob.Namespace;
        var zoned = TimeZoneInfo.TryFindSystemTimeZoneById(cronJob.TimeZone ?? "UTC", out var zone)
            ? TimeZoneInfo.ConvertTime(time, zone)
            : time;
        metadata.GetOrAddObject("annotations")[ScheduledAnnotation] = Timestamps.FormatLocal(zoned);
        metadata["ownerReferences"] = new JsonArray(OwnerReference.ToController(cronJob.Source).ToJson());
        return new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = metadata,
            ["spec"] = cronJob.JobTemplate["spec"]?.DeepClone(),
        };
    }

    // The name contains the scheduled time, so that a Job cannot be created twice.
    private static string GetName(CronJob cronJob, DateTimeOffset time) =>
        $"{cronJob.Name}-{(time.ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture)}";

    private static JsonObject Reference(KubeObject job) =>
        new()
        {
            ["kind"] = "Job",
            ["namespace"] = job.Namespace,
            ["name"] = job.Name,
            ["uid"] = job.Uid,
            ["apiVersion"] = "batch/v1",
            ["resourceVersion"] = job.Version.ToString(CultureInfo.InvariantCulture),
        };

    private static void SetActive(JsonObject status, List<JsonObject> active)
    {
        if (active.Count == 0)
        {
            status.Remove("active");
        }
        else
        {
            status["active"] = new JsonArray([.. active.Select(a => a.DeepClone())]);
        }
    }
}
