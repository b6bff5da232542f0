using System.Text.Json.Nodes;
using Infra.Simulator.Api;
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
    private readonly ResourceCache<Job> _jobs;
    private readonly ResourceCache<Pod> _pods;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly WorkQueue<ObjectKey> _orphans;
    private readonly JobTracking _tracking;

    /// <summary>Subscribes to Jobs and their pods.</summary>
    public JobController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
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
        else if (pod.ControllerUid is null && pod.Source.Finalizers.Contains(JobProgress.TrackingFinalizer))
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
            return;
        }

        if (job.End is { } end)
        {
            CleanUp(job, end);
            return;
        }

        var pods = ControllerRefManager.Claim(_client, job, job.Selector, _pods);
        var progress = new JobProgress(job, pods, _context.Now);
        if (progress.Failure is { } failure)
        {
            foreach (var pod in progress.Active)
            {
                Delete(job, pod);
            }

            _tracking.Record(job, progress, active: 0, failure, null);
            return;
        }

        var active = job.IsDeleting ? progress.Active.Count : Manage(job, progress, pods);
        var completion = progress.IsComplete(active)
            ? new Condition("SuccessCriteriaMet", "True", "CompletionsReached", "Reached expected number of succeeded pods")
            : null;
        _tracking.Record(job, progress, active, completion, Suspension(job));
        if (job is { ActiveDeadline: { } deadline, IsSuspended: false })
        {
            _queue.AddAfter(key, (job.StartTime ?? _context.Now) + deadline - _context.Now + TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>Creates or deletes pods; returns the number of active pods afterwards.</summary>
    private int Manage(Job job, JobProgress progress, List<Pod> pods)
    {
        var desired = job.IsSuspended ? 0 : progress.Desired;
        var missing = desired - progress.Active.Count - (job.ReplacesOnlyFailed ? progress.Terminating : 0);
        if (progress.Active.Count > desired)
        {
            foreach (var pod in PodDeletionRank.Choose(progress.Active, progress.Active, progress.Active.Count - desired, _context.Now))
            {
                Delete(job, pod);
            }

            return desired;
        }

        if (missing <= 0)
        {
            return progress.Active.Count;
        }

        if (progress.BackOff(pods) is var wait && wait > TimeSpan.Zero)
        {
            _queue.AddAfter(job.Key, wait);
            return progress.Active.Count;
        }

        return progress.Active.Count + Create(job, progress, missing);
    }

    private int Create(Job job, JobProgress progress, int missing)
    {
        var indexes = job.IsIndexed ? progress.NextIndexes().Take(missing).ToList() : null;
        var (created, failure) = SlowStart.Run(
            Math.Min(indexes?.Count ?? missing, SlowStart.Burst),
            n => Create(job, indexes?[n]),
            e => e is StatusException
        );
        if (failure is not null)
        {
            _queue.AddAfter(job.Key, Batch);
        }

        return created;
    }

    private void Create(Job job, int? index)
    {
        try
        {
            var pod = _client.Create(GroupResource.Pods, JobPods.NewPod(job, index));
            _context.Events.Record(job.Source, EventType.Normal, "SuccessfulCreate", $"Created pod: {pod.Name}", Component);
        }
        catch (StatusException refused)
        {
            _context.Events.Record(job.Source, EventType.Warning, "FailedCreate", $"Error creating: {refused.Message}", Component);
            throw;
        }
    }

    private void Delete(Job job, Pod pod)
    {
        _client.DeleteIfExists(pod);
        _context.Events.Record(job.Source, EventType.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Name}", Component);
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
