using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>The recommendation of a metric.</summary>
/// <param name="Replicas">The recommended number of pods.</param>
/// <param name="Utilization">The measured utilization in percent of the request, if that is the target's type.</param>
/// <param name="MilliAverage">The measured average (for a target of type Value the value), in thousandths.</param>
internal readonly record struct Proposal(int Replicas, int? Utilization, long MilliAverage);

/// <summary>
/// Computes the desired replicas of a metric: the ratio of measured to target value times the ready pods. Pods that are not ready or have
/// no sample are assumed to use what makes the change smaller.
/// </summary>
/// <param name="pods">The target's pods.</param>
/// <param name="current">The target's desired replicas.</param>
/// <param name="observed">The pods that the target's status reports.</param>
/// <param name="tolerance">The deviation from the target that is ignored.</param>
/// <param name="now">The current time.</param>
internal sealed class ReplicaCalculator(IReadOnlyList<Pod> pods, int current, int observed, Tolerance tolerance, DateTimeOffset now)
{
    private const string NoPods = "no pods returned by selector while calculating replica count";

    private static readonly TimeSpan CpuInitialization = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan InitialReadiness = TimeSpan.FromSeconds(30);

    /// <summary>Whether the start of a pod is so recent that the result changes with time.</summary>
    public bool DependsOnTime => pods.Any(pod => pod.IsActive && pod.StartTime + CpuInitialization > now);

    /// <summary>Computes the replicas for a target utilization in percent of the requests.</summary>
    /// <exception cref="MetricUnavailableException">There are no pods, no samples, or no request.</exception>
    public Proposal ByUtilization(IReadOnlyList<PodSample?> samples, int targetPercent, string resource, string? container)
    {
        var groups = Group(samples, isCpu: resource == "cpu");
        var requests = new long[pods.Count];
        for (var i = 0; i < requests.Length; i++)
        {
            requests[i] = GetRequest(pods[i], resource, container);
        }

        var (percent, average) = Utilization(groups.Values, requests);
        var replicas = Decide(
            groups,
            (double)percent / targetPercent,
            pod => requests[pod] * Math.Max(100, targetPercent) / 100,
            values => (double)Utilization(values, requests).Percent / targetPercent
        );
        return new Proposal(replicas, percent, average);
    }

    /// <summary>Computes the replicas for a target average over the pods.</summary>
    /// <exception cref="MetricUnavailableException">There are no pods or no samples.</exception>
    public Proposal ByAverage(IReadOnlyList<PodSample?> samples, long milliTarget, bool isCpu)
    {
        var groups = Group(samples, isCpu);
        var average = Average(groups.Values);
        var replicas = Decide(groups, (double)average / milliTarget, _ => milliTarget, values => (double)Average(values) / milliTarget);
        return new Proposal(replicas, null, average);
    }

    /// <summary>Computes the replicas for a target value of an object or external metric.</summary>
    /// <exception cref="MetricUnavailableException">There are no pods.</exception>
    public Proposal ByValue(long milliValue, long milliTarget)
    {
        var ratio = (double)milliValue / milliTarget;
        if (current == 0)
        {
            return new Proposal((int)Math.Ceiling(ratio), null, milliValue);
        }

        if (tolerance.Covers(ratio))
        {
            return new Proposal(current, null, milliValue);
        }

        if (pods.Count == 0)
        {
            throw new MetricUnavailableException($"unable to calculate ready pods: {NoPods}");
        }

        var ready = pods.Count(p => p is { Phase: PodPhase.Running, IsReady: true });
        return new Proposal((int)Math.Ceiling(ratio * ready), null, milliValue);
    }

    /// <summary>Computes the replicas for a target average per pod of an object or external metric.</summary>
    public Proposal ByValuePerPod(long milliValue, long milliTarget)
    {
        var ratio = (double)milliValue / ((double)milliTarget * observed);
        var replicas = observed > 0 && tolerance.Covers(ratio) ? observed : (int)Math.Ceiling((double)milliValue / milliTarget);
        return new Proposal(replicas, null, (long)Math.Ceiling((double)milliValue / Math.Max(1, observed)));
    }

    private int Decide(PodGroups groups, double ratio, Func<int, long> assumedUse, Func<List<(int Pod, long Value)>, double> getRatio)
    {
        var growsDespiteUnready = groups.Unready.Count > 0 && ratio > 1;
        if (!growsDespiteUnready && groups.Missing.Count == 0)
        {
            return tolerance.Covers(ratio) ? current : (int)Math.Ceiling(ratio * groups.Ready);
        }

        var values = new List<(int Pod, long Value)>(groups.Values);
        if (ratio != 1)
        {
            values.AddRange(groups.Missing.Select(pod => (pod, ratio < 1 ? assumedUse(pod) : 0)));
        }

        if (growsDespiteUnready)
        {
            values.AddRange(groups.Unready.Select(pod => (pod, 0L)));
        }

        var conservative = getRatio(values);
        if (tolerance.Covers(conservative) || (ratio < 1 && conservative > 1) || (ratio > 1 && conservative < 1))
        {
            return current;
        }

        var replicas = (int)Math.Ceiling(conservative * values.Count);
        return (conservative < 1 && replicas > current) || (conservative > 1 && replicas < current) ? current : replicas;
    }

    private PodGroups Group(IReadOnlyList<PodSample?> samples, bool isCpu)
    {
        if (pods.Count == 0)
        {
            throw new MetricUnavailableException(NoPods);
        }

        var groups = new PodGroups(pods.Count);
        for (var i = 0; i < pods.Count; i++)
        {
            var pod = pods[i];
            if (pod.IsDeleting || pod.Phase == PodPhase.Failed)
            {
                continue;
            }

            if (pod.Phase == PodPhase.Pending)
            {
                groups.Unready.Add(i);
            }
            else if (samples[i] is not { } sample)
            {
                groups.Missing.Add(i);
            }
            else if (isCpu && IsUnready(pod, sample))
            {
                groups.Unready.Add(i);
            }
            else
            {
                groups.Values.Add((i, sample.MilliValue));
            }
        }

        return groups.Values.Count > 0
            ? groups
            : throw new MetricUnavailableException("did not receive metrics for targeted pods (pods might be unready)");
    }

    // The CPU usage of a starting pod does not reflect its load.
    private bool IsUnready(Pod pod, PodSample sample)
    {
        if (pod.ReadyStatus is not { } ready || pod.StartTime is not { } start)
        {
            return true;
        }

        var changed = pod.ReadySince ?? default;
        return start + CpuInitialization > now
            ? ready == "False" || sample.MeasuredAt < changed + sample.Window
            : ready == "False" && start + InitialReadiness > changed;
    }

    private static (int Percent, long Average) Utilization(List<(int Pod, long Value)> values, long[] requests)
    {
        var (used, requested) = (Int128.Zero, Int128.Zero);
        foreach (var (pod, value) in values)
        {
            (used, requested) = (used + value, requested + requests[pod]);
        }

        (used, requested) = (ClampedSum.Clamp(used), ClampedSum.Clamp(requested));
        if (requested == 0)
        {
            throw new MetricUnavailableException("no metrics returned matched known pods");
        }

        return ((int)Int128.Min(used * 100 / requested, int.MaxValue), (long)(used / values.Count));
    }

    private static long Average(List<(int Pod, long Value)> values) => values.Select(one => one.Value).SumClamped() / values.Count;

    // Requests of the pod itself take precedence over those of its containers, unless the metric is of one container.
    private static long GetRequest(Pod pod, string resource, string? container) =>
        container is null && pod.OwnRequests is { Count: > 0 } requests
            ? GetPodRequest(pod, requests, resource)
            : GetContainerRequests(pod, resource, container);

    private static long GetPodRequest(Pod pod, IReadOnlyDictionary<string, string> requests, string resource) =>
        Quantity.TryParse(requests.GetValueOrDefault(resource, ""), out var request)
            ? request.MilliValue
            : throw new MetricUnavailableException($"missing pod-level request for {resource} in Pod {pod.Name}");

    private static long GetContainerRequests(Pod pod, string resource, string? container)
    {
        var (sum, isFound) = (0L, container is null);
        foreach (var (name, requests) in pod.LastingContainers)
        {
            if (container is null || name == container)
            {
                isFound = true;
                sum += requests.TryGetValue(resource, out var request)
                    ? request.MilliValue
                    : throw new MetricUnavailableException($"missing request for {resource} in container {name} of Pod {pod.Name}");
            }
        }

        return isFound ? sum : throw new MetricUnavailableException($"container {container} not found in Pod {pod.Name}");
    }

    /// <summary>The pods by their places.</summary>
    private sealed class PodGroups(int pods)
    {
        public List<(int Pod, long Value)> Values { get; } = new(pods);

        public List<int> Unready { get; } = [];

        public List<int> Missing { get; } = [];

        public int Ready => Values.Count;
    }
}
