using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Metrics;

/// <summary>
/// Gives autoscalers what a rehearsal has recorded for pods: means over windows of 15 seconds, visible one window later, since a kubelet's
/// mean and the collection by metrics-server each take one. The first container of a pod has it all. Of other pods it gives the
/// simulated usage.
/// </summary>
/// <param name="clock">The clock of the cluster.</param>
/// <param name="others">The metrics of pods for which nothing was recorded, and those of other objects.</param>
internal sealed class RecordedMetrics(TimeProvider clock, IMetricsSource others) : IMetricsSource
{
    private static readonly TimeSpan _window = UsageModel.Resolution;

    private readonly Dictionary<string, Recording> _recordings = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Version { get; private set; }

    /// <summary>Records what a pod has used for a time until now.</summary>
    public void Record(string pod, TimeSpan duration, double cores, double memory, IReadOnlyDictionary<string, double>? custom)
    {
        if (!_recordings.TryGetValue(pod, out var recording))
        {
            _recordings[pod] = recording = new Recording();
            Version++;
        }

        recording.Add(clock.GetUtcNow() - duration, duration, cores, memory, custom);
    }

    /// <summary>Forgets a pod.</summary>
    public void Forget(string pod) => _recordings.Remove(pod);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, PodSample> Resource(IReadOnlyCollection<Pod> pods, string resource, string? container)
    {
        var samples = new Dictionary<string, PodSample>(pods.Count, StringComparer.Ordinal);
        List<Pod>? unrecorded = null;
        var now = clock.GetUtcNow();
        foreach (var pod in pods)
        {
            if (!IsRecorded(pod, resource, container, out var recording))
            {
                (unrecorded ??= []).Add(pod);
            }
            else if (recording.Find(now) is { } sample)
            {
                var value = resource == "cpu" ? sample.Cores : sample.Memory;
                samples[pod.Name] = new PodSample(ToMilli(value), sample.Until, _window);
            }
        }

        if (unrecorded is not null)
        {
            foreach (var (name, sample) in FindOthers(unrecorded, resource, container))
            {
                samples[name] = sample;
            }
        }

        return samples.Count > 0
            ? samples
            : throw new MetricUnavailableException(
                $"unable to get metrics for resource {resource}: no metrics returned from resource metrics API"
            );
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, PodSample> Pods(IReadOnlyCollection<Pod> pods, string metric)
    {
        var samples = new Dictionary<string, PodSample>(StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        foreach (var pod in pods)
        {
            if (
                _recordings.TryGetValue(pod.Uid, out var recording)
                && recording.Find(now) is { Custom: { } custom } sample
                && custom.TryGetValue(metric, out var value)
            )
            {
                samples[pod.Name] = new PodSample(ToMilli(value), sample.Until, _window);
            }
        }

        return samples.Count > 0 ? samples : others.Pods(pods, metric);
    }

    /// <inheritdoc/>
    public long Object(string inNamespace, string kind, string name, string metric) => others.Object(inNamespace, kind, name, metric);

    /// <inheritdoc/>
    public IReadOnlyList<long> External(string inNamespace, string metric, JsonObject? selector) =>
        others.External(inNamespace, metric, selector);

    /// <inheritdoc/>
    public bool AreSteady(IReadOnlyCollection<Pod> pods) => pods.All(pod => !_recordings.ContainsKey(pod.Uid)) && others.AreSteady(pods);

    private bool IsRecorded(Pod pod, string resource, string? container, out Recording recording) =>
        _recordings.TryGetValue(pod.Uid, out recording!)
        && resource is "cpu" or "memory"
        && (container is null || container == pod.LastingContainers[0].Name);

    /// <summary>A part of the pods of a workload without samples is no failure.</summary>
    private IReadOnlyDictionary<string, PodSample> FindOthers(List<Pod> pods, string resource, string? container)
    {
        try
        {
            return others.Resource(pods, resource, container);
        }
        catch (MetricUnavailableException)
        {
            return new Dictionary<string, PodSample>();
        }
    }

    private static long ToMilli(double value) => (long)Math.Min(Math.Round(value * 1000), long.MaxValue);

    private readonly record struct Sample(double Cores, double Memory, IReadOnlyDictionary<string, double>? Custom, DateTimeOffset Until);

    /// <summary>The means of the last two whole windows of a pod, and the sum of the current one.</summary>
    private sealed class Recording
    {
        private long _current = -1;
        private double _seconds;
        private double _coreSeconds;
        private double _memory;
        private IReadOnlyDictionary<string, double>? _custom;
        private Sample? _last;
        private Sample? _lastButOne;

        public void Add(DateTimeOffset from, TimeSpan duration, double cores, double memory, IReadOnlyDictionary<string, double>? custom)
        {
            var window = from.Ticks / _window.Ticks;
            if (window != _current)
            {
                Close();
                _current = window;
            }

            _seconds += duration.TotalSeconds;
            _coreSeconds += cores * duration.TotalSeconds;
            (_memory, _custom) = (memory, custom);
        }

        /// <summary>The newest mean that is visible at a time; null for none.</summary>
        public Sample? Find(DateTimeOffset now)
        {
            if (now.Ticks / _window.Ticks > _current)
            {
                Close();
            }

            return _last is { } last && last.Until + _window <= now ? last
                : _lastButOne is { } before && before.Until + _window <= now ? before
                : null;
        }

        private void Close()
        {
            if (_seconds > 0)
            {
                var until = new DateTimeOffset((_current + 1) * _window.Ticks, TimeSpan.Zero);
                (_lastButOne, _last) = (_last, new Sample(_coreSeconds / _seconds, _memory, _custom, until));
            }

            (_seconds, _coreSeconds) = (0, 0);
        }
    }
}
