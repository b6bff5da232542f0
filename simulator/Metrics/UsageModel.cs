using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics;

/// <summary>
/// The resource usage of simulated pods. No program runs, so it is what the user has set for the pod or for a workload that manages it,
/// else what the pod's behaviour says (<see cref="BehaviourUsage"/>), else that of an idle container. Containers share the
/// values of their pod in proportion to their requests. The setting <c>metric.NAME</c> is the value of a custom metric.
/// </summary>
internal sealed class UsageModel(IClusterClient client, TimeProvider time)
{
    /// <summary>The interval between measurements, that of metrics-server. Containers that started later have no value yet.</summary>
    public static readonly TimeSpan Resolution = TimeSpan.FromSeconds(15);

    private const string Cpu = "cpu";
    private const string Memory = "memory";
    private static readonly Quantity IdleCpu = Quantity.FromMilli(1);
    private static readonly Quantity OneByte = Quantity.FromWhole(1, QuantityFormat.BinarySI);
    private static readonly Quantity IdleMemory = Quantity.FromWhole(16 * 1024 * 1024, QuantityFormat.BinarySI);

    /// <summary>The time of the latest measurement.</summary>
    public DateTimeOffset MeasuredAt
    {
        get
        {
            var now = time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % Resolution.Ticks));
        }
    }

    /// <summary>The settings of the user; entries that are none are left out.</summary>
    public IReadOnlyList<MetricSetting> Settings =>
        client.Find(GroupResource.ConfigMaps, MetricSetting.ConfigMapNamespace, MetricSetting.ConfigMapName) is { } map
            ? [.. map.Body.TextMap("data").Select(entry => MetricSetting.Parse(entry.Key, entry.Value)).OfType<MetricSetting>()]
            : [];

    /// <summary>The series of an external metric that a selector selects; null selects none.</summary>
    public IEnumerable<MetricSetting> GetExternal(string inNamespace, string metric, LabelSelector? selector) =>
        Settings.Where(setting =>
            setting.Kind == MetricSetting.External
            && setting.Namespace == inNamespace
            && setting.Metric == metric
            && selector?.Matches(setting.GetLabels()) == true
        );

    /// <summary>The usage of the pods that have been measured.</summary>
    /// <param name="inNamespace">The namespace; null for all.</param>
    /// <param name="selector">Selects the pods; null for all.</param>
    public IReadOnlyList<PodUsage> GetPods(string? inNamespace, LabelSelector? selector = null) =>
        Measure(inNamespace, MeasuredAt, isAskedFor: null, selector);

    /// <summary>The usage of the pods of a node at this moment.</summary>
    public IReadOnlyList<PodUsage> GetPodsOfNode(string node) =>
        Measure(inNamespace: null, time.GetUtcNow(), pod => pod.Spec.Text("nodeName") == node, selector: null);

    /// <summary>The usage of one pod at this moment; null unless it runs.</summary>
    public PodUsage? FindPod(KubeObject pod) =>
        Measure(pod.Namespace, time.GetUtcNow(), one => one.Uid == pod.Uid, selector: null).SingleOrDefault();

    private List<PodUsage> Measure(
        string? inNamespace,
        DateTimeOffset measuredAt,
        Func<KubeObject, bool>? isAskedFor,
        LabelSelector? selector
    )
    {
        var owners = new PodOwners(client);
        var all = Settings;
        var settings = all.ToLookup(setting => (setting.Namespace, setting.Kind, setting.Name));
        // A total is shared by pods of all nodes, selected or not.
        var isShared = all.Any(setting => setting.IsTotal);
        List<MeasuredPod> measured =
        [
            .. client
                .List(GroupResource.Pods, inNamespace, isShared ? null : selector)
                .Items.Where(pod => (isShared || isAskedFor?.Invoke(pod) != false) && pod.Status.Text("phase") == "Running")
                .Select(pod => new MeasuredPod(pod, owners.Find(pod), GetMeasuredContainers(pod, measuredAt)))
                .Where(pod => pod.Containers.Count > 0),
        ];
        var replicas = measured
            .Where(pod => pod.Source.Status.HasCondition("Ready"))
            .SelectMany(pod => pod.Owners, (pod, owner) => (pod.Source.Namespace, owner.Kind, owner.Name))
            .CountBy(owner => owner)
            .ToDictionary();
        return
        [
            .. measured
                .Where(pod => isAskedFor?.Invoke(pod.Source) != false && selector?.Matches(pod.Source.Labels) != false)
                .Select(MeasurePod),
        ];

        PodUsage MeasurePod(MeasuredPod pod)
        {
            var values = new Dictionary<string, Quantity>(StringComparer.Ordinal);
            foreach (var owner in pod.Owners)
            {
                var key = (pod.Source.Namespace, owner.Kind, owner.Name);
                foreach (var setting in settings[key])
                {
                    // The first owner is the closest.
                    values.TryAdd(
                        setting.Metric,
                        setting.IsTotal ? setting.Value.Scale(1, Math.Max(1, replicas.GetValueOrDefault(key))) : setting.Value
                    );
                }
            }

            var behaviour = new BehaviourUsage(client, pod.Source);
            foreach (var (metric, value) in behaviour.GetMetrics())
            {
                values.TryAdd(metric, value);
            }

            var cpu = GetUsage(pod.Containers, Cpu, values, IdleCpu, behaviour, measuredAt);
            var memory = GetUsage(pod.Containers, Memory, values, IdleMemory, behaviour, measuredAt);
            return new PodUsage(
                pod.Source,
                [.. pod.Containers.Select((container, i) => new ContainerUsage(container.Text("name") ?? "", cpu[i], memory[i]))],
                values
            );
        }
    }

    private static List<Quantity> GetUsage(
        IReadOnlyList<JsonObject> containers,
        string resource,
        Dictionary<string, Quantity> values,
        Quantity idle,
        BehaviourUsage behaviour,
        DateTimeOffset at
    )
    {
        if (values.Remove(resource, out var set))
        {
            return Spread(containers, resource, set, idle);
        }

        var shares = Spread(containers, resource, behaviour.FindTotal(resource, values), idle);
        return [.. shares.Select((share, i) => behaviour.Adjust(containers[i], resource, share, at))];
    }

    private static List<Quantity> Spread(IReadOnlyList<JsonObject> containers, string resource, Quantity? total, Quantity idle)
    {
        if (total is not { } value)
        {
            return [.. containers.Select(_ => idle)];
        }

        List<long> requests =
        [
            .. containers.Select(container => Quantity.FromJson(container.Node("resources", "requests", resource)).MilliValue),
        ];
        var sum = requests.SumClamped();
        var shares = requests.Select(request => sum == 0 ? value.Scale(1, requests.Count) : value.Scale(request, sum));
        return [.. resource == Memory ? shares.Select(share => share.RoundUpTo(OneByte)) : shares];
    }

    private static List<JsonObject> GetMeasuredContainers(KubeObject pod, DateTimeOffset measuredAt)
    {
        var running = pod
            .Status.Objects("containerStatuses")
            .Concat(pod.Status.Objects("initContainerStatuses"))
            .Where(status => status.Time("state", "running", "startedAt") <= measuredAt)
            .Select(status => status.Text("name"))
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. pod
                .Spec.Objects("containers")
                .Concat(pod.Spec.Objects("initContainers"))
                .Where(container => running.Contains(container.Text("name"))),
        ];
    }

    private sealed record MeasuredPod(
        KubeObject Source,
        IReadOnlyList<(string Kind, string Name)> Owners,
        IReadOnlyList<JsonObject> Containers
    );
}
