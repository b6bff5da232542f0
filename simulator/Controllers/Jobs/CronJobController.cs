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
        CleanUp(cronJob, jobs);
        RecordFinishedJobs(cronJob, jobs, status);
        if (!cronJob.IsDeleting && !cronJob.IsSuspended)
        {
            StartIfDue(cronJob, jobs, status);
        }

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
        foreach (var reference in active.ToList())
        {
            var job = jobs.Find(j => j.Uid == reference.Text("uid"));
            if (job is { End: null })
            {
                continue;
            }

            active.Remove(reference);
            if (job?.End is { } end)
            {
                _context.Events.Record(
                    cronJob.Source,
                    EventType.Normal,
                    "SawCompletedJob",
                    $"Saw completed job: {job.Name}, condition: {end.Type}",
                    Component
                );
                if (end.Type == "Complete")
                {
                    status["lastSuccessfulTime"] = job.Source.Status["completionTime"]?.DeepClone();
                }
            }
            else if (_client.Find(GroupResource.Jobs, cronJob.Namespace, reference.Text("name") ?? "")?.Uid != reference.Text("uid"))
            {
                _context.Events.Record(
                    cronJob.Source,
                    EventType.Normal,
                    "MissingJob",
                    $"Active job went missing: {reference.Text("name")}",
                    Component
                );
            }
        }

        SetActive(status, active);
    }

    private void StartIfDue(CronJob cronJob, List<Job> jobs, JsonObject status)
    {
        CronSchedule schedule;
        try
        {
            schedule = CronSchedule.Parse(cronJob.Schedule, cronJob.TimeZone);
        }
        catch (FormatException unreadable)
        {
            _context.Events.Record(
                cronJob.Source,
                EventType.Warning,
                "UnparseableSchedule",
                $"unparseable schedule: \"{cronJob.Schedule}\" : {unreadable.Message}",
                Component
            );
            return;
        }

        var due = DueTimes.Find(cronJob, schedule, _context.Now);
        if (due.HasTooMany)
        {
            _context.Events.Record(
                cronJob.Source,
                EventType.Warning,
                "TooManyMissedTimes",
                "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
                Component
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
            _context.Events.Record(
                cronJob.Source,
                EventType.Warning,
                "MissSchedule",
                $"Missed scheduled time to start a job: {time.UtcDateTime:R}",
                Component
            );
            return;
        }

        var active = status.Objects("active").ToList();
        if (cronJob.Concurrency == ConcurrencyPolicy.Forbid && active.Count > 0)
        {
            _context.Events.Record(
                cronJob.Source,
                EventType.Normal,
                "JobAlreadyActive",
                "Not starting job because prior execution is running and concurrency policy is Forbid",
                Component
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
        }

        SetActive(status, active);
        status["lastScheduleTime"] = Timestamps.Format(time);
    }

    private KubeObject? Create(CronJob cronJob, DateTimeOffset time)
    {
        try
        {
            var created = _client.Create(GroupResource.Jobs, NewJob(cronJob, time));
            _context.Events.Record(cronJob.Source, EventType.Normal, "SuccessfulCreate", $"Created job {created.Name}", Component);
            return created;
        }
        catch (StatusException taken) when (taken.IsAlreadyExists)
        {
            // The Job of this scheduled time exists, but the status does not include it yet.
            return _client.Find(GroupResource.Jobs, cronJob.Namespace, GetName(cronJob, time));
        }
        catch (StatusException refused)
        {
            _context.Events.Record(cronJob.Source, EventType.Warning, "FailedCreate", $"Error creating job: {refused.Message}", Component);
            throw;
        }
    }

    private void Delete(CronJob cronJob, Job job)
    {
        _client.DeleteIfExists(job, PropagationPolicy.Background);
        _context.Events.Record(cronJob.Source, EventType.Normal, "SuccessfulDelete", $"Deleted job {job.Name}", Component);
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
