using System.Collections.Frozen;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics;

/// <summary>The values that the user has set for pods or for the workloads that manage them. Replicas are counted at most once.</summary>
/// <param name="client">Reads the workloads.</param>
/// <param name="settings">The settings.</param>
/// <param name="countReplicas">Counts the ready pods of each workload.</param>
internal sealed class SetValues(
    IClusterClient client,
    IReadOnlyList<MetricSetting> settings,
    Func<PodOwners, Dictionary<(string Namespace, string Kind, string Name), int>> countReplicas
)
{
    private readonly PodOwners _owners = new(client);
    private readonly ILookup<(string Namespace, string Kind, string Name), MetricSetting>? _settings =
        settings.Count == 0 ? null : settings.ToLookup(setting => (setting.Namespace, setting.Kind, setting.Name));

    private Dictionary<(string Namespace, string Kind, string Name), int>? _replicas;

    /// <summary>The values of a pod's metrics.</summary>
    public IReadOnlyDictionary<string, Quantity> Get(KubeObject pod)
    {
        Dictionary<string, Quantity>? values = null;
        if (_settings is null)
        {
            return FrozenDictionary<string, Quantity>.Empty;
        }

        foreach (var owner in _owners.Find(pod))
        {
            var key = (pod.Namespace, owner.Kind, owner.Name);
            foreach (var setting in _settings[key])
            {
                // The first owner is the closest.
                values ??= new Dictionary<string, Quantity>(StringComparer.Ordinal);
                values.TryAdd(setting.Metric, setting.IsTotal ? Share(setting.Value, key) : setting.Value);
            }
        }

        return values ?? (IReadOnlyDictionary<string, Quantity>)FrozenDictionary<string, Quantity>.Empty;
    }

    private Quantity Share(Quantity total, (string Namespace, string Kind, string Name) workload)
    {
        _replicas ??= countReplicas(_owners);
        return total.Scale(1, Math.Max(1, _replicas.GetValueOrDefault(workload)));
    }
}
