using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Verdicts;

namespace Infra.Rehearsal.Running;

/// <summary>Watches pods that wait for a node, restart, are evicted, or receive requests though their node is lost.</summary>
internal sealed class PodWatch(RehearsedCluster cluster, Timeline timeline)
{
    private readonly Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PendingObservation> _longest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _restarts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Undetected> _undetected = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DetectionObservation> _detections = new(StringComparer.Ordinal);
    private long _version = -1;

    /// <summary>The longest wait for a node of each service.</summary>
    public IReadOnlyList<PendingObservation> GetPending(TimeSpan now)
    {
        foreach (var subject in _waiting.Keys.ToList())
        {
            EndWaiting(subject, now, isOver: false);
        }

        return [.. _longest.Values.OrderBy(one => one.Subject, StringComparer.Ordinal)];
    }

    /// <summary>The longest time for which a lost pod of a service received requests; null if none was lost.</summary>
    public DetectionObservation? FindDetection(string service, TimeSpan now)
    {
        var open = _undetected.Values.Where(one => one.Service == service).Select(one => Conclude(one, now, isSeen: false));
        return open.Concat(_detections.TryGetValue(service, out var known) ? [known] : []).OrderByDescending(Length).FirstOrDefault();
    }

    /// <summary>Looks at the pods at the end of a step.</summary>
    /// <param name="view">What they were at its start.</param>
    /// <param name="begun">When the step began.</param>
    /// <param name="now">When it ended.</param>
    public void Observe(CapacityView view, TimeSpan begun, TimeSpan now)
    {
        ObserveLost(view, begun);
        if (_version == cluster.Cluster.Version)
        {
            return;
        }

        _version = cluster.Cluster.Version;
        ObserveWaiting(now);
        ObserveRestarts();
    }

    // Faults begin with a step, so that its start is when a node was lost.
    private void ObserveLost(CapacityView view, TimeSpan begun)
    {
        if (view.Lost.Count == 0 && _undetected.Count == 0)
        {
            return;
        }

        var receiving = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (pod, source) in view.Pods.Zip(view.Sources).Where(one => one.First.IsReady && view.Lost.Contains(one.First.Node)))
        {
            receiving.Add(pod.Name);
            _undetected.TryAdd(pod.Name, new Undetected(pod.Service, begun, source?.Plan.Detection));
        }

        foreach (var (pod, lost) in _undetected.Where(one => !receiving.Contains(one.Key)).ToList())
        {
            _undetected.Remove(pod);
            var found = Conclude(lost, begun, isSeen: true);
            if (!_detections.TryGetValue(lost.Service, out var longest) || Length(found) > Length(longest))
            {
                _detections[lost.Service] = found;
            }
        }
    }

    // A load balancer notices a loss within a step; what the cluster notices is seen at the start of the next one.
    private static DetectionObservation Conclude(Undetected lost, TimeSpan seen, bool isSeen)
    {
        var noticed = lost.Since + lost.Balancer;
        return noticed <= seen
            ? new DetectionObservation(new Period(lost.Since, noticed.Value), true, lost.Balancer)
            : new DetectionObservation(new Period(lost.Since, seen), isSeen, lost.Balancer);
    }

    private void ObserveWaiting(TimeSpan now)
    {
        var current = new Dictionary<string, List<ServicePod>>(StringComparer.Ordinal);
        foreach (var pod in cluster.Pods.Where(pod => pod.Pod is { Node: null, UnschedulableReason: not null, IsDeleting: false }))
        {
            var subject = pod.Service.Length > 0 ? pod.Service : $"{pod.Pod.Namespace}/{pod.Pod.Name}";
            if (!current.TryGetValue(subject, out var pods))
            {
                current[subject] = pods = [];
            }

            pods.Add(pod);
        }

        foreach (var subject in _waiting.Keys.Except(current.Keys).ToList())
        {
            EndWaiting(subject, now, isOver: true);
        }

        foreach (var (subject, pods) in current)
        {
            var reason = SchedulingReason.Describe(pods[0].Pod.UnschedulableReason!);
            if (!_waiting.TryGetValue(subject, out var waiting))
            {
                var number = timeline.Add(TimelineEventType.Pod, subject, Describe(pods.Count, reason));
                _waiting[subject] = waiting = new Waiting(now, number, reason);
            }

            if (pods.Count > waiting.Pods)
            {
                waiting.Pods = pods.Count;
                timeline.Change(waiting.Event, Describe(pods.Count, waiting.Reason));
            }

            // The longest wait is that of a single pod, not of the service.
            waiting.Track(pods.Select(pod => pod.Pod.Uid), now);
        }
    }

    private void EndWaiting(string subject, TimeSpan now, bool isOver)
    {
        var waiting = _waiting[subject];
        waiting.Track([], now);
        if (isOver)
        {
            _waiting.Remove(subject);
            timeline.End(waiting.Event);
        }

        var found = new PendingObservation(subject, waiting.Longest, waiting.Pods, waiting.Reason);
        if (!_longest.TryGetValue(subject, out var longest) || Length(found) > Length(longest))
        {
            _longest[subject] = found;
        }
    }

    private void ObserveRestarts()
    {
        var restarted = new SortedDictionary<(string Service, string Reason), int>();
        foreach (var pod in cluster.Pods.Where(pod => pod.Service.Length > 0))
        {
            var before = _restarts.GetValueOrDefault(pod.Pod.Uid);
            if (pod.Pod.Restarts > before)
            {
                _restarts[pod.Pod.Uid] = pod.Pod.Restarts;
                var key = (pod.Service, pod.Pod.LastExitReason ?? "Error");
                restarted[key] = restarted.GetValueOrDefault(key) + 1;
            }
        }

        foreach (var ((service, reason), count) in restarted)
        {
            timeline.Add(
                TimelineEventType.Pod,
                service,
                count == 1 ? $"a container of {service} restarts: {reason}" : $"{count} containers of {service} restart: {reason}"
            );
        }
    }

    private static string Describe(int pods, string reason) =>
        pods == 1 ? $"a pod waits for a node: {reason}" : $"{pods} pods wait for a node: {reason}";

    private static TimeSpan Length(PendingObservation one) => one.Waited.Until - one.Waited.From;

    private static TimeSpan Length(DetectionObservation one) => one.Undetected.Until - one.Undetected.From;

    private sealed record Undetected(string Service, TimeSpan Since, TimeSpan? Balancer);

    private sealed class Waiting(TimeSpan begun, int number, string reason)
    {
        private Dictionary<string, TimeSpan> _since = new(StringComparer.Ordinal);

        public int Event { get; } = number;

        public string Reason { get; } = reason;

        public int Pods { get; set; }

        public Period Longest { get; private set; } = new(begun, begun);

        public void Track(IEnumerable<string> pods, TimeSpan now)
        {
            foreach (var since in _since.Values)
            {
                if (now - since > Longest.Until - Longest.From)
                {
                    Longest = new Period(since, now);
                }
            }

            _since = pods.ToDictionary(pod => pod, pod => _since.GetValueOrDefault(pod, now), StringComparer.Ordinal);
        }
    }
}
