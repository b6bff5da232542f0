using Infra.Simulator.Api;
using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.KubeState;

/// <summary>
/// The pages of kube-state-metrics 2.17: the state of objects, and its own metrics. Reference:
/// <see href="https://github.com/kubernetes/kube-state-metrics/tree/v2.17.0/docs/metrics">metrics by resource type</see>.
/// </summary>
internal sealed class KubeStateMetricsPage(IClusterClient client)
{
    private static readonly IReadOnlyList<StateResource> Resources =
    [
        PodFamilies.All,
        .. WorkloadFamilies.All,
        .. BatchFamilies.All,
        .. PolicyFamilies.All,
        .. ClusterFamilies.All,
        .. ServiceFamilies.All,
    ];

    /// <summary>Writes the state of objects.</summary>
    /// <param name="writer">Takes the metrics.</param>
    /// <param name="resources">The resource types, such as <c>pods</c>; null for all.</param>
    /// <param name="cancellation">Cancels the page.</param>
    public async Task WriteAsync(MetricsWriter writer, IReadOnlySet<string>? resources, CancellationToken cancellation)
    {
        var samples = new StateSamples(writer);
        foreach (var resource in Select(resources))
        {
            var items = client.List(resource.Resource).Items.Select(item => (Item: item, Identity: resource.Identify(item))).ToList();
            foreach (var family in resource.Families)
            {
                writer.Family(family.Name, family.Type, family.Help);
                foreach (var (item, identity) in items)
                {
                    samples.Identity = identity;
                    family.Write(item, samples);
                    await writer.FlushIfFullAsync(cancellation);
                }
            }
        }
    }

    /// <summary>Writes the metrics of kube-state-metrics itself. Its lists and watches do not fail here.</summary>
    public void WriteTelemetry(MetricsWriter writer, IReadOnlySet<string>? resources)
    {
        foreach (
            var (name, help) in (ReadOnlySpan<(string, string)>)
                [("kube_state_metrics_list_total", "Lists of objects"), ("kube_state_metrics_watch_total", "Watches of objects")]
        )
        {
            writer.Family(name, MetricType.Counter, help);
            foreach (var resource in Select(resources))
            {
                writer.Sample(1, ("resource", NameType(resource.Resource)), ("result", "success"));
            }
        }

        writer.Family("kube_state_metrics_shard_ordinal", MetricType.Gauge, "Number of the shard");
        writer.Sample(0, ("shard_ordinal", "0"));
        writer.Family("kube_state_metrics_total_shards", MetricType.Gauge, "Number of shards");
        writer.Sample(1);
    }

    /// <summary>The name of a kind's type in Go, such as <c>*v1.Pod</c>.</summary>
    private string NameType(GroupResource resource) =>
        client.Catalog.Kinds.FirstOrDefault(kind => kind.Resource == resource) is { } kind ? $"*{kind.Version}.{kind.Kind}" : "";

    private static IEnumerable<StateResource> Select(IReadOnlySet<string>? resources) =>
        Resources.Where(resource => resources?.Contains(resource.Resource.Resource) != false);
}
