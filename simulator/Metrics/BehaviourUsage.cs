using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics;

/// <summary>
/// What the behaviour of a pod says about its usage: <c>cpu</c> and <c>memory</c>, what its load adds (<c>cpu-per-load</c>,
/// <c>memory-per-load</c>), and what each minute adds (<c>memory-growth</c>). The load is the pod's metric of that name.
/// </summary>
internal sealed class BehaviourUsage
{
    private const string Load = "load";
    private const string Metric = "metric.";
    private const string Growth = "memory-growth";
    private static readonly Quantity _step = Quantity.FromWhole(1);

    private readonly KubeObject _pod;
    private readonly BehaviourSettings _settings;

    /// <summary>Reads the annotations and the profile of a pod.</summary>
    public BehaviourUsage(IClusterClient client, KubeObject pod)
    {
        _pod = pod;
        var annotations = pod.Annotations;
        ProfileName = annotations.GetValueOrDefault(BehaviourSettings.ProfileAnnotation);
        Profile = ProfileName is null ? null : client.Find(GroupResource.ConfigMaps, pod.Namespace, ProfileName);
        _settings = new BehaviourSettings(annotations, Profile?.Body.TextMap("data"));
        Grows = _settings.FindAll(Growth).Any();
    }

    /// <summary>The name of the profile; null for none.</summary>
    public string? ProfileName { get; }

    /// <summary>The profile; null if there is none of that name.</summary>
    public KubeObject? Profile { get; }

    /// <summary>Whether the usage changes with time.</summary>
    public bool Grows { get; }

    /// <summary>The custom metrics of the pod.</summary>
    public IEnumerable<(string Name, Quantity Value)> GetMetrics()
    {
        foreach (var (name, text) in _settings.FindAll(Metric))
        {
            if (MetricSetting.IsMetricName(name) && BehaviourSettings.TryParseQuantity(text, out var value))
            {
                yield return (name, value);
            }
        }
    }

    /// <summary>The usage of the whole pod; null if there is no setting.</summary>
    /// <param name="resource"><c>cpu</c> or <c>memory</c>.</param>
    /// <param name="values">The pod's metrics, its load among them.</param>
    public Quantity? FindTotal(string resource, IReadOnlyDictionary<string, Quantity> values)
    {
        var total = Read(resource, _settings.Find(resource));
        var each = $"{resource}-per-{Load}";
        return Read(each, _settings.Find(each)) is { } perLoad && values.TryGetValue(Load, out var load)
            ? (total ?? Quantity.Zero) + perLoad.Scale(load.MilliValue, 1000)
            : total;
    }

    /// <summary>The usage of a container, given its share of the pod's.</summary>
    public Quantity Adjust(JsonObject container, string resource, Quantity share, DateTimeOffset at)
    {
        var name = container.Text("name") ?? "";
        var usage = Read(resource, _settings.FindOwn(resource, name)) ?? share;
        return resource == "memory" && Read(Growth, _settings.Find(Growth, name)) is { } each && FindStart(name) is { } start && start < at
            ? (usage + each.Scale((at - start).Ticks, TimeSpan.TicksPerMinute)).RoundUpTo(_step)
            : usage;
    }

    private Quantity? Read(string key, string? text) => _settings.ReadQuantity(key, text);

    private DateTimeOffset? FindStart(string container) =>
        _pod
            .Status.Objects("containerStatuses")
            .Concat(_pod.Status.Objects("initContainerStatuses"))
            .FirstOrDefault(status => status.Text("name") == container)
            .Time("state", "running", "startedAt");
}
