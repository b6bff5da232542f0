using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Requests;

namespace Infra.Rehearsal.Running;

/// <summary>
/// The metrics of pods that autoscalers read beside CPU and memory. What a metric measures is known by its name only: requests in
/// progress, or requests per second.
/// </summary>
internal sealed class RequestMetrics
{
    private static readonly string[] _progressWords = ["progress", "flight", "active", "concurren", "connection", "queue"];
    private static readonly string[] _rateWords = ["request", "rps", "per_second", "rate"];

    private readonly Dictionary<string, IReadOnlyList<string>> _metrics = new(StringComparer.Ordinal);
    private readonly List<(string Service, string Metric)> _unknown = [];

    public RequestMetrics(RehearsedCluster cluster)
    {
        foreach (var autoscaler in cluster.Cluster.Autoscalers)
        {
            if (cluster.FindService(autoscaler.Source.Namespace, autoscaler.TargetKind, autoscaler.TargetName) is not { } service)
            {
                continue;
            }

            var known = autoscaler.PodMetrics.Where(name => IsInProgress(name) || IsRate(name)).ToList();
            _unknown.AddRange(autoscaler.PodMetrics.Except(known).Select(name => (service, name)));
            if (known.Count > 0)
            {
                _metrics[service] = known;
            }
        }
    }

    /// <summary>The metrics that a rehearsal does not know.</summary>
    public IReadOnlyList<(string Service, string Metric)> Unknown => _unknown;

    /// <summary>The metrics that are taken for a number of requests, with what they are taken for.</summary>
    public IEnumerable<(string Service, string Metric, string Meaning)> Known =>
        _metrics.SelectMany(
            one => one.Value,
            (one, metric) => (one.Key, metric, IsInProgress(metric) ? "requests in progress of a pod" : "requests per second of a pod")
        );

    /// <summary>The values of a pod; null for none.</summary>
    public IReadOnlyDictionary<string, double>? Measure(string service, PodOutcome pod, RequestOutcome outcome, CapacityView view)
    {
        if (_metrics.Count == 0 || !_metrics.TryGetValue(service, out var names))
        {
            return null;
        }

        var ready = view.Services[service].Ready;
        var rate = outcome.Services.TryGetValue(service, out var found) ? found.Attempts / Math.Max(1, ready) : 0;
        return names.ToDictionary(name => name, name => IsInProgress(name) ? pod.InProgress + pod.Waiting : rate, StringComparer.Ordinal);
    }

    private static bool IsInProgress(string metric) => Contains(metric, _progressWords);

    private static bool IsRate(string metric) => Contains(metric, _rateWords);

    private static bool Contains(string metric, string[] words) =>
        words.Any(word => metric.Contains(word, StringComparison.OrdinalIgnoreCase));
}
