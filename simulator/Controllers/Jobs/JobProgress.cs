using System.Globalization;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>The progress of a Job, from its status and its pods.</summary>
internal sealed class JobProgress
{
    /// <summary>The finalizer of a pod that has not been counted.</summary>
    public const string TrackingFinalizer = "batch.kubernetes.io/job-tracking";

    /// <summary>The annotation and label of a pod's completion index.</summary>
    public const string IndexKey = "batch.kubernetes.io/job-completion-index";

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxBackOff = TimeSpan.FromMinutes(10);

    private readonly Job _job;
    private readonly DateTimeOffset _now;

    /// <summary>Computes the progress.</summary>
    public JobProgress(Job job, IReadOnlyCollection<Pod> pods, DateTimeOffset now)
    {
        (_job, _now) = (job, now);
        var status = job.Source.Status;
        var counted = Uids(status, "succeeded").Concat(Uids(status, "failed")).ToHashSet(StringComparer.Ordinal);
        Active = [.. pods.Where(p => p.IsActive)];
        Terminating = pods.Count(p => p.IsDeleting && !p.IsFinished);
        var uncounted = pods.Where(p => p.Source.Finalizers.Contains(TrackingFinalizer) && !counted.Contains(p.Uid)).ToList();
        NewSucceeded = [.. uncounted.Where(p => p.Phase == PodPhase.Succeeded)];
        NewFailed = [.. uncounted.Where(HasFailed)];
        Succeeded = (int)(status.Number("succeeded") ?? 0) + Uids(status, "succeeded").Count() + NewSucceeded.Count;
        Failed = (int)(status.Number("failed") ?? 0) + Uids(status, "failed").Count() + NewFailed.Count;
        CompletedIndexes = IndexSet.Parse(status.Text("completedIndexes"), job.Completions ?? int.MaxValue);
        if (job.IsIndexed)
        {
            CountIndexes(pods);
        }
    }

    /// <summary>The active pods.</summary>
    public IReadOnlyList<Pod> Active { get; }

    /// <summary>The terminating pods.</summary>
    public int Terminating { get; }

    /// <summary>Succeeded pods that have not been counted.</summary>
    public IReadOnlyList<Pod> NewSucceeded { get; }

    /// <summary>Failed pods that have not been counted.</summary>
    public IReadOnlyList<Pod> NewFailed { get; }

    /// <summary>The total number of successes.</summary>
    public int Succeeded { get; private set; }

    /// <summary>The total number of failures.</summary>
    public int Failed { get; }

    /// <summary>The completed indexes.</summary>
    public IndexSet CompletedIndexes { get; }

    /// <summary>The reason the Job has failed; null if it has not.</summary>
    public Condition? Failure
    {
        get
        {
            if (_job.Conditions.FindCondition("FailureTarget") is { IsTrue: true } target)
            {
                return target;
            }

            if (Failed > _job.BackoffLimit || RestartsBeyondLimit())
            {
                return new Condition("FailureTarget", "True", "BackoffLimitExceeded", "Job has reached the specified backoff limit");
            }

            if (!_job.IsSuspended && _job.ActiveDeadline is { } deadline && _job.StartTime is { } start && _now - start >= deadline)
            {
                return new Condition("FailureTarget", "True", "DeadlineExceeded", "Job was active longer than specified deadline");
            }

            return null;
        }
    }

    /// <summary>The desired number of active pods.</summary>
    public int Desired =>
        _job.Completions is { } completions ? Math.Max(0, Math.Min(completions - Succeeded, _job.Parallelism))
        : Succeeded > 0 ? Active.Count
        : _job.Parallelism;

    /// <summary>Whether the Job is complete, given the number of active pods.</summary>
    public bool IsComplete(int active) => active == 0 && (_job.Completions is { } completions ? Succeeded >= completions : Succeeded > 0);

    /// <summary>The back-off before the next pod after consecutive failures: 10 s, doubling to ten minutes.</summary>
    public TimeSpan BackOff(IEnumerable<Pod> pods)
    {
        var ended = pods.Where(p => p.Phase is PodPhase.Failed or PodPhase.Succeeded)
            .Select(p => (Pod: p, At: GetEnd(p)))
            .OrderBy(p => p.At)
            .ToList();
        var failures = ended.AsEnumerable().Reverse().TakeWhile(e => e.Pod.Phase == PodPhase.Failed).ToList();
        if (failures.Count == 0)
        {
            return TimeSpan.Zero;
        }

        var wait = failures[0].At + BackOff<int>.Delay(FirstBackOff, MaxBackOff, failures.Count - 1) - _now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>The lowest indexes that are neither completed nor active.</summary>
    public IEnumerable<int> NextIndexes()
    {
        var active = Active.Select(FindIndex).OfType<int>().ToHashSet();
        for (var index = 0; index < (_job.Completions ?? 0); index++)
        {
            if (!CompletedIndexes.Contains(index) && !active.Contains(index))
            {
                yield return index;
            }
        }
    }

    /// <summary>The completion index of a pod, or null.</summary>
    public static int? FindIndex(Pod pod) =>
        int.TryParse(pod.Annotations.GetValueOrDefault(IndexKey), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;

    private static IEnumerable<string> Uids(System.Text.Json.Nodes.JsonObject status, string kind) =>
        (status.Array("uncountedTerminatedPods", kind) ?? []).Select(u => u?.GetValue<string>() ?? "");

    private bool HasFailed(Pod pod) =>
        pod.Phase == PodPhase.Failed || (pod.IsDeleting && pod.Phase != PodPhase.Succeeded && !_job.ReplacesOnlyFailed);

    private void CountIndexes(IEnumerable<Pod> pods)
    {
        foreach (
            var index in pods.Where(p => p.Phase == PodPhase.Succeeded)
                .Select(FindIndex)
                .OfType<int>()
                .Where(i => i < (_job.Completions ?? 0))
        )
        {
            CompletedIndexes.Add(index);
        }

        Succeeded = CompletedIndexes.Count;
    }

    private bool RestartsBeyondLimit() =>
        _job.Template.Text("spec", "restartPolicy") == "OnFailure"
        && Active
            .Where(p => p.Phase is PodPhase.Running or PodPhase.Pending)
            .Sum(p =>
                p.Source.Status.Objects("initContainerStatuses")
                    .Concat(p.Source.Status.Objects("containerStatuses"))
                    .Sum(c => c.Number("restartCount") ?? 0)
            )
            is var restarts
        && restarts > 0
        && restarts >= _job.BackoffLimit;

    private static DateTimeOffset GetEnd(Pod pod) =>
        pod.Source.Status.Objects("containerStatuses").Select(c => c.Map("state", "terminated").Time("finishedAt")).Max()
        ?? pod.ReadySince
        ?? pod.Source.DeletionTime
        ?? pod.CreationTime;
}
