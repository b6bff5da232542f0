using System.Runtime.CompilerServices;
using Infra.Kubernetes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics;

/// <summary>
/// The resource usage of simulated pods. No program runs, so it is what the user has set for the pod or for a workload that manages it,
/// else what the pod's behaviour says (<see cref="BehaviourUsage"/>), else that of an idle container. The setting <c>metric.NAME</c>
/// is the value of a custom metric.
/// </summary>
internal sealed class UsageModel(IClusterClient client, TimeProvider time)
{
    /// <summary>The interval between measurements, that of metrics-server. Containers that started later have no value yet.</summary>
    public static readonly TimeSpan Resolution = TimeSpan.FromSeconds(15);

    private readonly ConditionalWeakTable<KubeObject, KnownUsage> _known = [];
    private StoredSettings _settings = new(null, []);

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
    public IReadOnlyList<MetricSetting> Settings
    {
        get
        {
            var map = client.Find(GroupResource.ConfigMaps, MetricSetting.ConfigMapNamespace, MetricSetting.ConfigMapName);
            var known = Volatile.Read(ref _settings);
            if (!ReferenceEquals(known.Map, map))
            {
                var entries = map?.Body.TextMap("data").Select(entry => MetricSetting.Parse(entry.Key, entry.Value)) ?? [];
                known = new StoredSettings(map, [.. entries.OfType<MetricSetting>()]);
                Volatile.Write(ref _settings, known);
            }

            return known.Settings;
        }
    }

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
    public IReadOnlyList<PodUsage> GetPods(string? inNamespace) => Measure(client.List(GroupResource.Pods, inNamespace).Items, MeasuredAt);

    /// <summary>The usage of those of the given pods that have been measured.</summary>
    public IReadOnlyList<PodUsage> GetPods(IEnumerable<KubeObject> pods) => Measure(pods, MeasuredAt);

    /// <summary>The usage of the pods of a node at this moment.</summary>
    public IReadOnlyList<PodUsage> GetPodsOfNode(string node) =>
        Measure(client.List(GroupResource.Pods).Items.Where(pod => pod.Spec.Text("nodeName") == node), time.GetUtcNow());

    /// <summary>The usage of one pod at this moment; null unless it runs.</summary>
    public PodUsage? FindPod(KubeObject pod) =>
        client.Find(GroupResource.Pods, pod.Namespace, pod.Name) is { } latest && latest.Uid == pod.Uid
            ? Measure([latest], time.GetUtcNow()).SingleOrDefault()
            : null;

    /// <summary>Whether the usage of a pod that has been measured stays the same until an object of the cluster changes.</summary>
    public bool IsSteady(KubeObject pod) => _known.TryGetValue(pod, out var known) && known.Since <= MeasuredAt;

    private List<PodUsage> Measure(IEnumerable<KubeObject> pods, DateTimeOffset at)
    {
        var values = new SetValues(client, Settings, owners => CountReplicas(owners, at));
        return [.. pods.Select(pod => Measure(pod, values.Get(pod), at)).OfType<PodUsage>()];
    }

    private PodUsage? Measure(KubeObject pod, IReadOnlyDictionary<string, Quantity> set, DateTimeOffset at)
    {
        if (_known.TryGetValue(pod, out var known) && known.Since <= at && known.HasSameSource(set, client))
        {
            return known.Usage;
        }

        if (pod.Status.Text("phase") != "Running" || PodMeasurement.GetContainers(pod, at) is not { Count: > 0 } containers)
        {
            return null;
        }

        var behaviour = new BehaviourUsage(client, pod);
        var usage = PodMeasurement.Measure(pod, containers, set, behaviour, at);
        if (!behaviour.Grows && PodMeasurement.FindLatestStart(pod) is { } since && since <= at)
        {
            _known.AddOrUpdate(pod, new KnownUsage(set, behaviour.ProfileName, behaviour.Profile, since, usage));
        }

        return usage;
    }

    /// <summary>The number of ready pods of each workload: they share a total.</summary>
    private Dictionary<(string Namespace, string Kind, string Name), int> CountReplicas(PodOwners owners, DateTimeOffset at) =>
        client
            .List(GroupResource.Pods)
            .Items.Where(pod =>
                pod.Status.Text("phase") == "Running" && pod.Status.HasCondition("Ready") && PodMeasurement.GetContainers(pod, at).Count > 0
            )
            .SelectMany(owners.Find, (pod, owner) => (pod.Namespace, owner.Kind, owner.Name))
            .CountBy(owner => owner)
            .ToDictionary();

    private sealed record StoredSettings(KubeObject? Map, IReadOnlyList<MetricSetting> Settings);

    /// <summary>The usage of a version of a pod since its containers run, and what it was computed from.</summary>
    private sealed record KnownUsage(
        IReadOnlyDictionary<string, Quantity> Set,
        string? ProfileName,
        KubeObject? Profile,
        DateTimeOffset Since,
        PodUsage Usage
    )
    {
        public bool HasSameSource(IReadOnlyDictionary<string, Quantity> set, IClusterClient client) =>
            (ReferenceEquals(set, Set) || HasSameValues(set))
            && (ProfileName is null || ReferenceEquals(Profile, client.Find(GroupResource.ConfigMaps, Usage.Pod.Namespace, ProfileName)));

        private bool HasSameValues(IReadOnlyDictionary<string, Quantity> set) =>
            set.Count == Set.Count
            && set.All(one => Set.TryGetValue(one.Key, out var value) && value == one.Value && value.Format == one.Value.Format);
    }
}
