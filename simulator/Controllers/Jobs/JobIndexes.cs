using System.Globalization;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>The completion indexes of an indexed Job: which have succeeded, failed, or wait for the replacement of a failed pod.</summary>
internal sealed class JobIndexes
{
    /// <summary>The annotation and label of a pod's completion index.</summary>
    public const string Key = "batch.kubernetes.io/job-completion-index";

    /// <summary>The annotation of the number of counted failures of a pod's predecessors.</summary>
    public const string FailureCountKey = "batch.kubernetes.io/job-index-failure-count";

    /// <summary>The annotation of the number of ignored failures of a pod's predecessors.</summary>
    public const string IgnoredFailureCountKey = "batch.kubernetes.io/job-index-ignored-failure-count";

    private readonly Job _job;
    private readonly IReadOnlyList<Pod> _pods;
    private readonly Dictionary<int, Pod> _delayed = [];

    /// <summary>Reads the indexes of the status and of pods that have not been counted.</summary>
    public JobIndexes(Job job, IReadOnlyList<Pod> pods)
    {
        (_job, _pods) = (job, pods);
        var status = job.Source.Status;
        Succeeded = IndexSet.Parse(status.Text("completedIndexes"), job.Completions ?? 0);
        if (!job.IsIndexed)
        {
            return;
        }

        Add(Succeeded, pod => pod.Phase == PodPhase.Succeeded);
        if (job.BackoffLimitPerIndex is null)
        {
            return;
        }

        Failed = IndexSet.Parse(status.Text("failedIndexes"), job.Completions ?? 0);
        Add(Failed, IsFinalFailure);
        FindDelayed(Failed);
    }

    /// <summary>The succeeded indexes.</summary>
    public IndexSet Succeeded { get; }

    /// <summary>The failed indexes; null unless indexes fail on their own.</summary>
    public IndexSet? Failed { get; }

    /// <summary>The completion index of a pod; null if it has none or an invalid one.</summary>
    public int? Find(Pod pod) =>
        int.TryParse(pod.Annotations.GetValueOrDefault(Key), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index < (_job.Completions ?? 0)
            ? index
            : null;

    /// <summary>The failed pod of an index that waits for its replacement, which continues its count of failures; null for none.</summary>
    public Pod? FindPredecessor(int index) => _delayed.GetValueOrDefault(index);

    /// <summary>Whether a failed pod must be kept until its replacement exists.</summary>
    public bool IsDelayed(Pod pod) => Find(pod) is { } index && _delayed.GetValueOrDefault(index)?.Uid == pod.Uid;

    /// <summary>The lowest indexes without a pod that have neither succeeded nor failed.</summary>
    public IEnumerable<int> Pending()
    {
        var taken = _pods
            .Where(pod => pod.IsActive || (_job.ReplacesOnlyFailed && pod is { IsDeleting: true, IsFinished: false }))
            .Select(Find)
            .OfType<int>()
            .ToHashSet();
        return Enumerable
            .Range(0, _job.Completions ?? 0)
            .Where(index => !Succeeded.Contains(index) && Failed?.Contains(index) != true && !taken.Contains(index));
    }

    /// <summary>Separates pods with an invalid or duplicate index from the others.</summary>
    public (List<Pod> Removed, List<Pod> Left) SplitDuplicates(IEnumerable<Pod> active)
    {
        var (removed, left) = (new List<Pod>(), new List<Pod>());
        foreach (var group in active.GroupBy(Find).OrderBy(group => group.Key ?? -1))
        {
            var ordered = group.Order(ActivePodOrder.Instance).ToList();
            var kept = group.Key is null ? 0 : 1;
            removed.AddRange(ordered.SkipLast(kept));
            left.AddRange(ordered.TakeLast(kept));
        }

        return (removed, left);
    }

    /// <summary>The number of failures of a pod's predecessors.</summary>
    public static int GetFailures(Pod pod) => ReadCount(pod, FailureCountKey);

    /// <summary>The number of ignored failures of a pod's predecessors.</summary>
    public static int GetIgnoredFailures(Pod pod) => ReadCount(pod, IgnoredFailureCountKey);

    private static int ReadCount(Pod pod, string key) =>
        int.TryParse(pod.Annotations.GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

    private void Add(IndexSet set, Func<Pod, bool> applies)
    {
        foreach (var index in _pods.Where(pod => JobTracking.IsTracked(pod) && applies(pod)).Select(Find).OfType<int>())
        {
            set.Add(index);
        }
    }

    private bool IsFinalFailure(Pod pod)
    {
        if (!_job.HasFailed(pod))
        {
            return false;
        }

        var match = _job.Match(pod);
        return match.Action == PodFailureAction.FailIndex || (match.IsCounted && GetFailures(pod) >= _job.BackoffLimitPerIndex);
    }

    private void FindDelayed(IndexSet failed)
    {
        var active = _pods.Where(pod => pod.IsActive).Select(Find).OfType<int>().ToHashSet();
        foreach (var pod in _pods.Where(pod => JobTracking.IsTracked(pod) && _job.HasFailed(pod)))
        {
            if (
                Find(pod) is { } index
                && !Succeeded.Contains(index)
                && !failed.Contains(index)
                && !active.Contains(index)
                && (!_delayed.TryGetValue(index, out var known) || IsLater(pod, known))
            )
            {
                _delayed[index] = pod;
            }
        }
    }

    private static bool IsLater(Pod pod, Pod known) =>
        GetFailures(known) + GetIgnoredFailures(known) <= GetFailures(pod) + GetIgnoredFailures(pod)
        && JobBackOff.GetEnd(pod) >= JobBackOff.GetEnd(known);
}
