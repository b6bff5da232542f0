using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Metrics;

/// <summary>
/// Gives autoscalers what a rehearsal has recorded for pods. The first container of a pod has it all. Of other pods it gives the simulated
/// usage.
/// </summary>
/// <param name="clock">The clock of the cluster.</param>
/// <param name="others">The metrics of pods for which nothing was recorded, and those of other objects.</param>
internal sealed class RecordedMetrics(TimeProvider clock, IMetricsSource others) : IMetricsSource
{
    private static readonly TimeSpan _window = UsageModel.Resolution;

    private readonly Dictionary<string, PodRecording> _recordings = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long Version { get; private set; }

    /// <summary>The recording of a pod, begun if there is none.</summary>
    /// <param name="pod">The UID of the pod.</param>
    public PodRecording Get(string pod)
    {
        if (!_recordings.TryGetValue(pod, out var recording))
        {
            _recordings[pod] = recording = new PodRecording(clock);
            Version++;
        }

        return recording;
    }

    /// <summary>Forgets a pod.</summary>
    public void Forget(string pod) => _recordings.Remove(pod);

    /// <inheritdoc/>
    public PodSample?[] Resource(IReadOnlyList<Pod> pods, string resource, string? container)
    {
        var samples = new PodSample?[pods.Count];
        List<int>? unrecorded = null;
        var isFound = false;
        var now = clock.GetUtcNow();
        for (var i = 0; i < pods.Count; i++)
        {
            if (!IsRecorded(pods[i], resource, container, out var recording))
            {
                (unrecorded ??= []).Add(i);
            }
            else if (recording.Find(now) is { } use)
            {
                samples[i] = new PodSample(ToMilli(resource == "cpu" ? use.Cores : use.Memory), use.Until, _window);
                isFound = true;
            }
        }

        if (unrecorded is not null)
        {
            isFound |= AddOthers(samples, pods, unrecorded, resource, container);
        }

        return isFound
            ? samples
            : throw new MetricUnavailableException(
                $"unable to get metrics for resource {resource}: no metrics returned from resource metrics API"
            );
    }

    /// <inheritdoc/>
    public PodSample?[] Pods(IReadOnlyList<Pod> pods, string metric)
    {
        var samples = new PodSample?[pods.Count];
        var isFound = false;
        var now = clock.GetUtcNow();
        for (var i = 0; i < pods.Count; i++)
        {
            if (
                _recordings.TryGetValue(pods[i].Uid, out var recording)
                && recording.Find(now) is { } use
                && use.Custom.TryGetValue(metric, out var value)
            )
            {
                samples[i] = new PodSample(ToMilli(value), use.Until, _window);
                isFound = true;
            }
        }

        return isFound ? samples : others.Pods(pods, metric);
    }

    /// <inheritdoc/>
    public long Object(string inNamespace, string kind, string name, string metric) => others.Object(inNamespace, kind, name, metric);

    /// <inheritdoc/>
    public IReadOnlyList<long> External(string inNamespace, string metric, JsonObject? selector) =>
        others.External(inNamespace, metric, selector);

    /// <inheritdoc/>
    public bool AreSteady(IReadOnlyList<Pod> pods) => pods.All(pod => !_recordings.ContainsKey(pod.Uid)) && others.AreSteady(pods);

    private bool IsRecorded(Pod pod, string resource, string? container, out PodRecording recording) =>
        _recordings.TryGetValue(pod.Uid, out recording!)
        && resource is "cpu" or "memory"
        && (container is null || container == pod.LastingContainers[0].Name);

    /// <summary>A part of the pods of a workload without samples is no failure.</summary>
    private bool AddOthers(PodSample?[] samples, IReadOnlyList<Pod> pods, List<int> indices, string resource, string? container)
    {
        try
        {
            var found = others.Resource([.. indices.Select(index => pods[index])], resource, container);
            for (var i = 0; i < found.Length; i++)
            {
                samples[indices[i]] = found[i];
            }

            return true;
        }
        catch (MetricUnavailableException)
        {
            return false;
        }
    }

    private static long ToMilli(double value) => (long)Math.Min(Math.Round(value * 1000), long.MaxValue);
}
