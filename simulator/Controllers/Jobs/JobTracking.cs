using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>
/// Counts finished pods exactly once: first their UIDs are added to the status, then their finalizers are removed, then the counters are
/// incremented. An interrupted sequence continues at the same step.
/// </summary>
internal sealed class JobTracking(IClusterClient client, ControllerContext context)
{
    private const string Component = "job-controller";

    /// <summary>Updates a Job's status and releases its counted pods.</summary>
    /// <param name="job">The Job to update.</param>
    /// <param name="progress">Its progress.</param>
    /// <param name="active">The number of active pods.</param>
    /// <param name="end">The condition with which it ends; null while it continues.</param>
    /// <param name="suspension">The new Suspended condition, if it changed.</param>
    public void Record(Job job, JobProgress progress, int active, Condition? end, Condition? suspension)
    {
        var status = Status(job, progress, active, end, suspension);
        var current = Write(job.Source, status);
        foreach (var pod in progress.NewSucceeded.Concat(progress.NewFailed))
        {
            RemoveFinalizer(pod);
        }

        var final = (JsonObject)current.Status.DeepClone();
        Flush(final);
        if (end is not null && progress.Terminating == 0)
        {
            Finish(final, end);
        }

        Write(current, final);
        RecordEvent(job, end is not null && progress.Terminating == 0 ? end : null, suspension);
    }

    /// <summary>Removes the tracking finalizer of a pod.</summary>
    public void RemoveFinalizer(Pod pod) => client.RemoveFinalizer(pod.Source, JobProgress.TrackingFinalizer);

    private JsonObject Status(Job job, JobProgress progress, int active, Condition? end, Condition? suspension)
    {
        var status = (JsonObject)job.Source.Status.DeepClone();
        Replace(status, "active", active);
        status["ready"] = progress.Active.Count(p => p.IsReady);
        status["terminating"] = progress.Terminating;
        if (!job.IsSuspended)
        {
            status["startTime"] ??= Timestamps.Format(context.Now);
        }
        else
        {
            status.Remove("startTime");
        }

        var uncounted = status.GetOrAddObject("uncountedTerminatedPods");
        Add(uncounted, "failed", progress.NewFailed);
        if (!job.IsIndexed)
        {
            Add(uncounted, "succeeded", progress.NewSucceeded);
        }
        else if (progress.CompletedIndexes.Count > 0)
        {
            CountIndexes(status, progress.CompletedIndexes);
        }

        var conditions = StatusConditions.FromStatus(status);
        foreach (var condition in new[] { end, suspension }.OfType<Condition>())
        {
            conditions.Put(condition with { LastProbeTime = context.Now }, context.Now);
        }

        if (conditions.Count > 0)
        {
            status["conditions"] = conditions.ToJson();
        }

        return status;
    }

    // An index completes once, so the UIDs of its pods need not be tracked.
    private static void CountIndexes(JsonObject status, IndexSet completed)
    {
        status["completedIndexes"] = completed.ToString();
        status["succeeded"] = completed.Count;
    }

    private static void Add(JsonObject uncounted, string kind, IReadOnlyList<Pod> pods)
    {
        if (pods.Count == 0)
        {
            return;
        }

        if (uncounted[kind] is not JsonArray uids)
        {
            uncounted[kind] = uids = [];
        }

        foreach (var pod in pods)
        {
            uids.Add(pod.Uid);
        }
    }

    private static void Flush(JsonObject status)
    {
        foreach (var kind in (ReadOnlySpan<string>)["succeeded", "failed"])
        {
            Replace(status, kind, (status.Number(kind) ?? 0) + (status.Array("uncountedTerminatedPods", kind)?.Count ?? 0));
        }

        status["uncountedTerminatedPods"] = new JsonObject();
    }

    private void Finish(JsonObject status, Condition end)
    {
        var isSuccess = end.Type == "SuccessCriteriaMet";
        var conditions = StatusConditions.FromStatus(status);
        conditions.Put(
            end with
            {
                Type = isSuccess ? "Complete" : "Failed",
                LastProbeTime = context.Now,
                LastTransitionTime = null,
            },
            context.Now
        );
        status["conditions"] = conditions.ToJson();
        if (isSuccess)
        {
            status["completionTime"] = Timestamps.Format(context.Now);
        }
    }

    private KubeObject Write(KubeObject current, JsonObject status)
    {
        if (JsonNode.DeepEquals(current.Status, status))
        {
            return current;
        }

        var body = current.Copy();
        body["status"] = status;
        return client.UpdateStatus(GroupResource.Jobs, body);
    }

    private void RecordEvent(Job job, Condition? end, Condition? suspension)
    {
        if (suspension is not null)
        {
            context.Events.Record(job.Source, EventType.Normal, suspension.IsTrue ? "Suspended" : "Resumed", suspension.Message, Component);
        }

        if (end is { Type: "SuccessCriteriaMet" })
        {
            context.Events.Record(job.Source, EventType.Normal, "Completed", "Job completed", Component);
        }
        else if (end is not null)
        {
            context.Events.Record(job.Source, EventType.Warning, end.Reason, end.Message, Component);
        }
    }

    private static void Replace(JsonObject status, string key, long value)
    {
        if (value == 0)
        {
            status.Remove(key);
        }
        else
        {
            status[key] = value;
        }
    }
}
