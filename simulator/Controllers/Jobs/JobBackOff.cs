using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Jobs;

/// <summary>The delay before a failed pod is replaced: 10 s after the first failure, doubling to ten minutes.</summary>
/// <param name="Failures">The number of failures since the last success.</param>
/// <param name="LastFailure">The time of the last one.</param>
internal readonly record struct JobBackOff(int Failures, DateTimeOffset LastFailure)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(10);

    /// <summary>Adds the pods that finished since the last reconciliation.</summary>
    public JobBackOff After(IReadOnlyCollection<Pod> succeeded, IReadOnlyCollection<Pod> failed)
    {
        if (succeeded.Count == 0)
        {
            return failed.Count == 0 ? this : new JobBackOff(Failures + failed.Count, failed.Max(GetEnd));
        }

        var success = succeeded.Max(GetEnd);
        var later = failed.Select(GetEnd).Where(end => end > success).ToList();
        return later.Count == 0 ? default : new JobBackOff(later.Count, later.Max());
    }

    /// <summary>The time left before a pod may be created.</summary>
    public TimeSpan Remaining(DateTimeOffset now)
    {
        if (Failures == 0)
        {
            return TimeSpan.Zero;
        }

        var left = LastFailure + BackOff<int>.Delay(First, Max, Failures - 1) - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>When a pod finished: by its containers, its Ready condition or its deletion.</summary>
    public static DateTimeOffset GetEnd(Pod pod)
    {
        var containers = pod
            .Source.Status.Objects("containerStatuses")
            .Select(status => status.Map("state", "terminated").Time("finishedAt"))
            .ToList();
        if (containers.Count > 0 && containers.TrueForAll(end => end is not null))
        {
            return containers.Max()!.Value;
        }

        var ready = pod.Conditions.FirstOrDefault(condition => condition.Type == "Ready");
        return ready is { Status: "False", LastTransitionTime: { } changed } ? changed
            : pod.Source.DeletionTime is { } deletion
                ? deletion - LongSeconds.ToTimeSpan(pod.Source.Metadata.Number("deletionGracePeriodSeconds") ?? 0)
            : pod.CreationTime;
    }
}
