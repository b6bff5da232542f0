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
        _cronJobs.OnChange(OnChange);
        _jobs.OnChange(change =>
        {
            if (change.Latest.Source.Controller is { Kind: "CronJob" } owner)
            {
                _queue.Add(new ObjectKey(change.Latest.Namespace, owner.Name));
            }
        });
    }

    // A new schedule counts from its next time on; other changes take effect at once.
    private void OnChange(CacheChange<CronJob> change)
    {
        if (
            change is not { Before: { } before, After: { } after }
            || (before.Schedule, before.TimeZone) == (after.Schedule, after.TimeZone)
        )
        {
            _queue.Add(change.Latest.Key);
        }
        else if (after.ParseSchedule(out _) is not { } schedule)
        {
            Record(after, EventType.Warning, "UnParseableCronJobSchedule", $"unparseable schedule for cronjob: {after.Schedule}");
        }
        else
        {
            QueueNext(after, schedule);
        }
    }

    private void QueueNext(CronJob cronJob, CronSchedule schedule)
    {
        if (DueTimes.GetDelay(cronJob, schedule, _context.Now) is { } delay)
        {
            _queue.AddAfter(cronJob.Key, delay);
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_cronJobs.Find(key) is not { } cronJob)
        {
            return;
        }

        var jobs = _jobs.ByController[cronJob.Uid].ToList();
        var status = (JsonObject)cronJob.Source.Status.DeepClone();
        CleanUp(cronJob, jobs, status);
        RecordFinishedJobs(cronJob, jobs, status);
        if (!cronJob.IsDeleting && HasZone(cronJob) && !cronJob.IsSuspended)
        {
            StartIfDue(cronJob, jobs, status);
        }

        _client.WriteStatus(cronJob, status);
    }

    private bool HasZone(CronJob cronJob)
    {
        if (cronJob.TimeZone is not { Length: > 0 } zone || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            return true;
        }

        Record(cronJob, EventType.Warning, "UnknownTimeZone", $"invalid timeZone: \"{zone}\": unknown time zone {zone}");
        return false;
    }

    private void CleanUp(CronJob cronJob, List<Job> jobs, JsonObject status)
    {
        var active = status.Objects("active").ToList();
        foreach (
            var (type, limit) in (ReadOnlySpan<(string, int)>)[("Complete", cronJob.SuccessfulHistory), ("Failed", cronJob.FailedHistory)]
        )
        {
            var ended = jobs.Where(j => j.End?.Type == type && !j.IsDeleting)
                .OrderBy(j => j.StartTime ?? DateTimeOffset.MaxValue)
                .ThenBy(j => j.Name, StringComparer.Ordinal)
                .ToList();
            foreach (var job in ended.Take(Math.Max(0, ended.Count - limit)))
            {
                Delete(cronJob, job);
                active.RemoveAll(reference => reference.Text("uid") == job.Uid);
            }
        }

        SetActive(status, active);
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
        if (cronJob.ParseSchedule(out var problem) is not { } schedule)
        {
            Record(cronJob, EventType.Warning, "UnparseableSchedule", $"unparseable schedule: \"{cronJob.Schedule}\" : {problem}");
            return;
        }

        var due = DueTimes.Find(cronJob, schedule, _context.Now);
        if (due.IsInvalid)
        {
            Record(
                cronJob,
                EventType.Warning,
                "InvalidSchedule",
                $"invalid schedule: {cronJob.Schedule} : time difference between two schedules is less than 1 second"
            );
            return;
        }

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

        QueueNext(cronJob, schedule);
    }

    private void Start(CronJob cronJob, List<Job> jobs, JsonObject status, DateTimeOffset time)
    {
        if (cronJob.StartingDeadline is { } deadline && time + deadline < _context.Now)
        {
            Record(cronJob, EventType.Warning, "MissSchedule", $"Missed scheduled time to start a job: {FormatMissed(time)}");
            return;
        }

        var active = status.Objects("active").ToList();
        if (active.Exists(one => one.Text("name") == ScheduledJob.GetName(cronJob, time)) || cronJob.LastScheduleTime == time)
        {
            return;
        }

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
            active.Add(ScheduledJob.CreateReference(created));
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
            var created = _client.Create(GroupResource.Jobs, ScheduledJob.Create(cronJob, time));
            Record(cronJob, EventType.Normal, "SuccessfulCreate", $"Created job {created.Name}");
            return created;
        }
        catch (StatusException taken) when (taken.IsAlreadyExists)
        {
            // The Job of this scheduled time exists, but the status does not include it yet.
            // A Job of another owner is left alone.
            return
                _client.Find(GroupResource.Jobs, cronJob.Namespace, ScheduledJob.GetName(cronJob, time)) is { } job
                && job.Controller?.Uid == cronJob.Uid
                ? job
                : null;
        }
        catch (StatusException refused) when (!refused.IsNamespaceTerminating)
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
