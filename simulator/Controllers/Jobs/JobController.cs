using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>Runs the pods of Jobs to completion. Pod changes are processed in batches, once a second.</summary>
internal sealed class JobController
{
    private const string Component = "job-controller";

    private static readonly TimeSpan Batch = TimeSpan.FromSeconds(1);

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly PodCreator _creator;
    private readonly ResourceCache<Job> _jobs;
    private readonly ResourceCache<Pod> _pods;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly WorkQueue<ObjectKey> _orphans;
    private readonly JobTracking _tracking;
    private readonly Dictionary<ObjectKey, JobBackOff> _backOffs = [];

    /// <summary>Subscribes to Jobs and their pods.</summary>
    public JobController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _creator = new PodCreator(_client, context.Events, Component);
        _jobs = context.Jobs();
        _pods = context.Pods();
        _tracking = new JobTracking(_client, context);
        _queue = context.Queue<ObjectKey>(Component, Reconcile);
        _orphans = context.Queue<ObjectKey>(Component, ReleaseOrphan);
        _jobs.OnChange(OnJobChange);
        _pods.OnChange(OnPodChange);
    }

    private void OnJobChange(CacheChange<Job> change)
    {
        if (change.After is null)
        {
            foreach (var pod in _pods.ByController[change.Latest.Uid])
            {
                _orphans.Add(pod.Key);
            }
        }
        else if (change.Before?.Source.Generation == change.After.Source.Generation)
        {
            _queue.AddAfter(change.After.Key, Batch);
        }
        else
        {
            _queue.Add(change.After.Key);
        }
    }

    private void OnPodChange(CacheChange<Pod> change)
    {
        var pod = change.Latest;
        if (pod.Source.Controller is { Kind: "Job" } owner)
        {
            var key = new ObjectKey(pod.Namespace, owner.Name);
            if (_jobs.Find(key, owner.Uid) is not null)
            {
                _queue.AddAfter(key, Batch);
            }
            else
            {
                _orphans.Add(pod.Key);
            }
        }
        else if (pod.ControllerUid is null && pod.Source.Finalizers.Contains(JobTracking.TrackingFinalizer))
        {
            _orphans.Add(pod.Key);
        }
    }

    // A pod whose Job no longer exists will never be counted.
    private void ReleaseOrphan(ObjectKey key)
    {
        if (
            _pods.Find(key) is { } pod
            && (
                pod.Source.Controller is not { Kind: "Job" } owner
                || _jobs.Find(new ObjectKey(key.Namespace, owner.Name), owner.Uid) is null
            )
        )
        {
            _tracking.RemoveFinalizer(pod);
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_jobs.Find(key) is not { } job)
        {
            _backOffs.Remove(key);
            return;
        }

        if (job.IsManagedElsewhere)
        {
            return;
        }

        if (job.End is { } end)
        {
            _backOffs.Remove(key);
            CleanUp(job, end);
            return;
        }

        var pods = ControllerRefManager.Claim(_client, job, job.Selector, _pods, finalizer: JobTracking.TrackingFinalizer);
        var sync = new JobSync(job, pods, _backOffs.GetValueOrDefault(key), _context.Now);
        if (sync.Finished is not null)
        {
            foreach (var pod in sync.ActivePods)
            {
                Delete(sync, pod);
            }
        }
        else
        {
            Continue(sync);
        }

        _tracking.Record(sync);
        _backOffs[key] = sync.BackOff;
        if (
            job is { ActiveDeadline: { } deadline, IsSuspended: false }
            && (job.StartTime ?? _context.Now) + deadline - _context.Now is var left
            && left > TimeSpan.Zero
        )
        {
            _queue.AddAfter(key, left + TimeSpan.FromMilliseconds(1));
        }
    }

    private void Continue(JobSync sync)
    {
        var job = sync.Job;
        if (!job.IsDeleting)
        {
            Manage(sync);
        }

        if (sync.IsComplete)
        {
            sync.Finished = new Condition("SuccessCriteriaMet", "True", "CompletionsReached", "Reached expected number of succeeded pods");
        }
        else if (!job.IsDeleting && Suspension(job) is { } suspension)
        {
            sync.Suspension = suspension;
            var reason = suspension.IsTrue ? "Suspended" : "Resumed";
            _context.Events.Record(job.Source, EventType.Normal, reason, suspension.Message, Component);
        }
    }

    /// <summary>Creates or deletes pods.</summary>
    private void Manage(JobSync sync)
    {
        var job = sync.Job;
        if (job.IsSuspended)
        {
            Remove(sync, sync.ChooseForRemoval(sync.Active));
            return;
        }

        var desired = sync.Desired;
        var superfluous = sync.ChooseForRemoval(Math.Max(0, sync.Active - desired));
        if (superfluous.Count > 0)
        {
            Remove(sync, superfluous);
            return;
        }

        var missing = desired - sync.Active - (job.ReplacesOnlyFailed ? sync.Terminating : 0);
        if (missing <= 0)
        {
            return;
        }

        List<int?> pods = job.IsIndexed
            ? [.. sync.Indexes.Pending().Take(Math.Min(missing, SlowStart.Burst)).Select(index => (int?)index)]
            : [.. Enumerable.Repeat<int?>(null, Math.Min(missing, SlowStart.Burst))];
        if (Wait(sync, pods) is var wait && wait > TimeSpan.Zero)
        {
            // Kubernetes reports no active pods while it waits.
            sync.Active = 0;
            _queue.AddAfter(job.Key, wait > Batch ? wait : Batch);
            return;
        }

        var (created, failure) = SlowStart.Run(pods.Count, n => Create(sync, pods[n]), e => e is StatusException);
        sync.Active += created;
        if (failure is not null)
        {
            _queue.AddAfter(job.Key, Batch);
        }
    }

    // With a limit per index each index waits on its own; those that need not wait stay in the list.
    private TimeSpan Wait(JobSync sync, List<int?> indexes)
    {
        if (sync.Job.BackoffLimitPerIndex is null)
        {
            return sync.BackOff.Remaining(_context.Now);
        }

        var waits = indexes.ToDictionary(index => index!.Value, index => WaitForIndex(sync, index!.Value));
        indexes.RemoveAll(index => waits[index!.Value] > TimeSpan.Zero);
        return indexes.Count > 0 || waits.Count == 0 ? TimeSpan.Zero : waits.Values.Min();
    }

    private TimeSpan WaitForIndex(JobSync sync, int index) =>
        sync.Indexes.FindPredecessor(index) is not { } failed
            ? TimeSpan.Zero
            : new JobBackOff(
                JobIndexes.GetFailures(failed) + JobIndexes.GetIgnoredFailures(failed) + 1,
                JobBackOff.GetEnd(failed)
            ).Remaining(_context.Now);

    private void Create(JobSync sync, int? index)
    {
        var predecessor = index is { } i ? sync.Indexes.FindPredecessor(i) : null;
        _creator.Create(sync.Job.Source, JobPods.NewPod(sync.Job, index, predecessor));
    }

    // A pod that the Job itself removes counts neither as succeeded nor as failed.
    private void Remove(JobSync sync, IEnumerable<Pod> pods)
    {
        foreach (var pod in pods.Take(SlowStart.Burst))
        {
            _tracking.RemoveFinalizer(pod);
            Delete(sync, pod);
        }
    }

    private void Delete(JobSync sync, Pod pod)
    {
        _client.DeleteIfExists(pod);
        _context.Events.Record(sync.Job.Source, EventType.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Name}", Component);
        sync.CountDeletion(pod);
    }

    private static Condition? Suspension(Job job)
    {
        var current = job.Conditions.FindCondition("Suspended");
        if (job.IsSuspended && current is not { IsTrue: true })
        {
            return new Condition("Suspended", "True", "JobSuspended", "Job suspended");
        }

        return !job.IsSuspended && current is { IsTrue: true } ? new Condition("Suspended", "False", "JobResumed", "Job resumed") : null;
    }

    private void CleanUp(Job job, Condition end)
    {
        foreach (var pod in _pods.ByController[job.Uid])
        {
            _tracking.RemoveFinalizer(pod);
        }

        if (job is not { TimeToLive: { } life, IsDeleting: false })
        {
            return;
        }

        var left = (end.LastTransitionTime ?? _context.Now) + life - _context.Now;
        if (left > TimeSpan.Zero)
        {
            _queue.AddAfter(job.Key, left);
        }
        else
        {
            _client.DeleteIfExists(job, PropagationPolicy.Foreground);
        }
    }
}
