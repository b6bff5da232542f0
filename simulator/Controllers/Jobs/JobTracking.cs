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
    private const string Finalizer = "batch.kubernetes.io/job-tracking";

    /// <summary>The finalizer of a pod that has not been counted.</summary>
    public static string TrackingFinalizer => Finalizer;

    /// <summary>Whether a pod has not been counted.</summary>
    public static bool IsTracked(Pod pod) => pod.Source.Finalizers.Contains(Finalizer);

    /// <summary>The UIDs of pods of a kind, <c>succeeded</c> or <c>failed</c>, that are in the status but not in its counters.</summary>
    public static HashSet<string> GetUncounted(JsonObject status, string kind) =>
        [.. (status.Array("uncountedTerminatedPods", kind) ?? []).Select(uid => uid?.GetValue<string>() ?? "")];

    /// <summary>Removes the tracking finalizer of a pod.</summary>
    public void RemoveFinalizer(Pod pod) => client.RemoveFinalizer(pod.Source, Finalizer);

    /// <summary>Writes the status of a reconciliation and releases the pods that it counts.</summary>
    public void Record(JobSync sync)
    {
        var job = sync.Job;
        var status = CreateStatus(sync);
        var tracked = sync.Pods.Where(IsTracked).Select(pod => pod.Uid).ToHashSet(StringComparer.Ordinal);
        Flush(status, tracked);
        var released = sync.Pods.Where(pod => IsTracked(pod) && CanRelease(sync, pod)).ToList();
        AddUncounted(sync, status, released);
        AddConditions(status, sync.Suspension, sync.Finished is { Type: "Failed" } ? null : sync.Finished);
        var current = Write(job.Source, status);
        foreach (var pod in released)
        {
            RemoveFinalizer(pod);
            tracked.Remove(pod.Uid);
        }

        var final = (JsonObject)current.Status.DeepClone();
        Flush(final, tracked);
        var hasEnded =
            sync is { Finished: not null, Terminating: 0 }
            && GetUncounted(final, "succeeded").Count + GetUncounted(final, "failed").Count == 0;
        if (hasEnded)
        {
            Finish(final, sync.Finished!);
        }

        Write(current, final);
        if (hasEnded)
        {
            RecordEnd(job, final, sync.Finished!);
        }
    }

    private JsonObject CreateStatus(JobSync sync)
    {
        var status = (JsonObject)sync.Job.Source.Status.DeepClone();
        Replace(status, "active", sync.Active);
        status["ready"] = sync.Ready;
        status["terminating"] = sync.Terminating;
        if (sync.Job.IsSuspended)
        {
            status.Remove("startTime");
        }
        else if (!status.ContainsKey("startTime") || sync.Suspension is { IsTrue: false })
        {
            // The deadline of a resumed Job starts again.
            status["startTime"] = Timestamps.Format(context.Now);
        }

        status.GetOrAddObject("uncountedTerminatedPods");
        if (!sync.Job.IsIndexed)
        {
            return status;
        }

        // An index completes once, so the UIDs of its pods need not be tracked.
        Replace(status, "succeeded", sync.Indexes.Succeeded.Count);
        if (sync.Indexes.Succeeded.Count > 0)
        {
            status["completedIndexes"] = sync.Indexes.Succeeded.ToString();
        }
        else
        {
            status.Remove("completedIndexes");
        }

        if (sync.Indexes.Failed is { } failed)
        {
            status["failedIndexes"] = failed.ToString();
        }

        return status;
    }

    private static bool CanRelease(JobSync sync, Pod pod) =>
        sync.Job.IsDeleting
        || sync.Finished is not null
        || pod.Phase == PodPhase.Succeeded
        || (sync.Job.HasFailed(pod) && !sync.Indexes.IsDelayed(pod));

    // The pods of a Job that has failed count as failed, those of one that has succeeded do not.
    private static void AddUncounted(JobSync sync, JsonObject status, List<Pod> released)
    {
        var job = sync.Job;
        var failsAll = sync.Finished is { Type: not "SuccessCriteriaMet" };
        var failed = GetUncounted(status, "failed");
        foreach (var pod in released.Where(pod => !job.IsIndexed || sync.Indexes.Find(pod) is not null))
        {
            if (pod.Phase == PodPhase.Succeeded && !failed.Contains(pod.Uid))
            {
                if (!job.IsIndexed)
                {
                    AddUncounted(status, "succeeded", pod);
                }
            }
            else if ((failsAll || job.HasFailed(pod)) && job.Match(pod).IsCounted)
            {
                AddUncounted(status, "failed", pod);
            }
        }
    }

    private static void AddUncounted(JsonObject status, string kind, Pod pod)
    {
        if (GetUncounted(status, kind).Contains(pod.Uid))
        {
            return;
        }

        var uncounted = status.GetOrAddObject("uncountedTerminatedPods");
        if (uncounted[kind] is not JsonArray uids)
        {
            uncounted[kind] = uids = [];
        }

        uids.Add(pod.Uid);
    }

    private void AddConditions(JsonObject status, params ReadOnlySpan<Condition?> added)
    {
        var conditions = StatusConditions.FromStatus(status);
        foreach (var condition in added)
        {
            if (condition is not null && (conditions.FindCondition(condition.Type) is not { } known || known.Status != condition.Status))
            {
                conditions.Put(condition with { LastProbeTime = context.Now }, context.Now);
            }
        }

        if (conditions.Count > 0)
        {
            status["conditions"] = conditions.ToJson();
        }
    }

    // Counts the pods without a finalizer.
    private static void Flush(JsonObject status, HashSet<string> tracked)
    {
        foreach (var kind in (ReadOnlySpan<string>)["succeeded", "failed"])
        {
            var uncounted = GetUncounted(status, kind);
            var left = uncounted.Where(tracked.Contains).ToList();
            if (left.Count == uncounted.Count)
            {
                continue;
            }

            Replace(status, kind, (status.Number(kind) ?? 0) + uncounted.Count - left.Count);
            if (left.Count == 0)
            {
                status.GetOrAddObject("uncountedTerminatedPods").Remove(kind);
            }
            else
            {
                status.GetOrAddObject("uncountedTerminatedPods")[kind] = new JsonArray([.. left.Select(uid => (JsonNode)uid)]);
            }
        }
    }

    private void Finish(JsonObject status, Condition end)
    {
        var type = end.Type == "SuccessCriteriaMet" ? "Complete" : "Failed";
        AddConditions(status, end with { Type = type, LastTransitionTime = null });
        if (type == "Complete")
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

    private void RecordEnd(Job job, JsonObject status, Condition end)
    {
        if (end.Type != "SuccessCriteriaMet")
        {
            context.Events.Record(job.Source, EventType.Warning, end.Reason, end.Message, Component);
            return;
        }

        if (status.Number("succeeded") > job.Completions)
        {
            const string TooMany = "Too many succeeded pods running after completion count reached";
            context.Events.Record(job.Source, EventType.Warning, "TooManySucceededPods", TooMany, Component);
        }

        context.Events.Record(job.Source, EventType.Normal, "Completed", "Job completed", Component);
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
