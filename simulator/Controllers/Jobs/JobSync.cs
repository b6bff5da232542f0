using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>One reconciliation of a Job: its pods, the counts that they add up to, and whether the Job has ended.</summary>
internal sealed class JobSync
{
    private readonly DateTimeOffset _now;

    /// <summary>Counts the pods.</summary>
    /// <param name="job">The Job to reconcile.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="backOff">The back-off after the last reconciliation.</param>
    /// <param name="now">The current time.</param>
    public JobSync(Job job, IReadOnlyList<Pod> pods, JobBackOff backOff, DateTimeOffset now)
    {
        (Job, Pods, _now) = (job, pods, now);
        Indexes = new JobIndexes(job, pods);
        ActivePods = [.. pods.Where(pod => pod.IsActive)];
        Active = ActivePods.Count;
        Ready = ActivePods.Count(pod => pod.IsReady);
        Terminating = pods.Count(pod => pod.IsDeleting && !pod.IsFinished);
        var status = job.Source.Status;
        var succeeded = JobTracking.GetUncounted(status, "succeeded");
        var failed = JobTracking.GetUncounted(status, "failed");
        List<Pod> newSucceeded = [.. pods.Where(pod => IsCountable(pod, succeeded) && pod.Phase == PodPhase.Succeeded)];
        List<Pod> newFailed = [.. pods.Where(pod => IsCountable(pod, failed) && job.HasFailed(pod))];
        Succeeded = job.IsIndexed ? Indexes.Succeeded.Count : (int)(status.Number("succeeded") ?? 0) + newSucceeded.Count + succeeded.Count;
        Failed = (int)(status.Number("failed") ?? 0) + newFailed.Count(pod => job.Match(pod).IsCounted) + failed.Count;
        BackOff = backOff.After(newSucceeded, newFailed);
        Finished = FindEnd();
    }

    /// <summary>The Job.</summary>
    public Job Job { get; }

    /// <summary>Its pods.</summary>
    public IReadOnlyList<Pod> Pods { get; }

    /// <summary>The completion indexes of the pods.</summary>
    public JobIndexes Indexes { get; }

    /// <summary>The pods that were active at the start.</summary>
    public IReadOnlyList<Pod> ActivePods { get; }

    /// <summary>The number of active pods.</summary>
    public int Active { get; set; }

    /// <summary>The number of ready pods.</summary>
    public int Ready { get; private set; }

    /// <summary>The number of terminating pods.</summary>
    public int Terminating { get; private set; }

    /// <summary>The total number of successes.</summary>
    public int Succeeded { get; }

    /// <summary>The total number of failures.</summary>
    public int Failed { get; }

    /// <summary>The back-off before the next pod.</summary>
    public JobBackOff BackOff { get; }

    /// <summary>
    /// FailureTarget or SuccessCriteriaMet (or Failed, after FailureTarget was written); null while the Job continues.
    /// </summary>
    public Condition? Finished { get; set; }

    /// <summary>The change of the Suspended condition; null for none.</summary>
    public Condition? Suspension { get; set; }

    /// <summary>The desired number of active pods.</summary>
    public int Desired =>
        Job.Completions is { } completions ? Math.Max(0, Math.Min(completions - Succeeded, Job.Parallelism))
        : Succeeded > 0 ? Active
        : Job.Parallelism;

    /// <summary>Whether enough pods have succeeded and none is active.</summary>
    public bool IsComplete => Active == 0 && (Job.Completions is { } completions ? Succeeded >= completions : Succeeded > 0);

    /// <summary>The pods to delete if <paramref name="count"/> are too many: first those with an invalid or duplicate index.</summary>
    public IReadOnlyList<Pod> ChooseForRemoval(int count)
    {
        var (removed, left) = Job.IsIndexed ? Indexes.SplitDuplicates(ActivePods) : ([], [.. ActivePods]);
        removed.AddRange(left.Order(ActivePodOrder.Instance).Take(count - removed.Count));
        return removed;
    }

    /// <summary>Counts a pod whose deletion was requested.</summary>
    public void CountDeletion(Pod pod)
    {
        Active--;
        Terminating++;
        Ready -= pod.IsReady ? 1 : 0;
    }

    private bool IsCountable(Pod pod, HashSet<string> uncounted) =>
        JobTracking.IsTracked(pod) && !uncounted.Contains(pod.Uid) && (!Job.IsIndexed || Indexes.Find(pod) is not null);

    private Condition? FindEnd()
    {
        if (Job.Conditions.FindCondition("SuccessCriteriaMet") is { IsTrue: true } met)
        {
            return met;
        }

        if (Job.Conditions.FindCondition("FailureTarget") is { IsTrue: true } target)
        {
            return target with { Type = "Failed", LastTransitionTime = null };
        }

        if (Pods.Where(Job.HasFailed).Select(pod => Job.Match(pod).Message).FirstOrDefault(message => message is not null) is { } message)
        {
            return Failure("PodFailurePolicy", message);
        }

        if (Failed > Job.BackoffLimit || RestartsBeyondLimit())
        {
            return Failure("BackoffLimitExceeded", "Job has reached the specified backoff limit");
        }

        if (Job is { IsSuspended: false, ActiveDeadline: { } deadline, StartTime: { } start } && _now - start >= deadline)
        {
            return Failure("DeadlineExceeded", "Job was active longer than specified deadline");
        }

        return Job.IsIndexed ? FindEndOfIndexes() : null;
    }

    private Condition? FindEndOfIndexes()
    {
        if (Indexes.Failed is { } failed)
        {
            if (failed.Count > Job.MaxFailedIndexes)
            {
                return Failure("MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes");
            }

            if (failed.Count > 0 && failed.Count + Indexes.Succeeded.Count >= Job.Completions)
            {
                return Failure("FailedIndexes", "Job has failed indexes");
            }
        }

        return SuccessPolicy.Match(Job.Source.Spec.Map("successPolicy"), Job.Completions ?? 0, Indexes.Succeeded) is { } rule
            ? new Condition("SuccessCriteriaMet", "True", "SuccessPolicy", rule)
            : null;
    }

    private static Condition Failure(string reason, string message) => new("FailureTarget", "True", reason, message);

    private bool RestartsBeyondLimit()
    {
        if (Job.Template.Text("spec", "restartPolicy") != "OnFailure")
        {
            return false;
        }

        var restarts = Pods.Where(pod => pod.Phase is PodPhase.Running or PodPhase.Pending)
            .Sum(pod =>
                pod.Source.Status.Objects("initContainerStatuses")
                    .Concat(pod.Source.Status.Objects("containerStatuses"))
                    .Sum(status => status.Number("restartCount") ?? 0)
            );
        return Job.BackoffLimit == 0 ? restarts > 0 : restarts >= Job.BackoffLimit;
    }
}
