using Infra.Simulator.Api;
using Infra.Simulator.Api.Http;

namespace Infra.Simulator.Metrics;

/// <summary>The metrics APIs of a cluster that has a metrics server and adapters for custom and external metrics.</summary>
internal static class MetricsApis
{
    public static IReadOnlyList<IAggregatedApi> Create(IClusterClient client, TimeProvider time)
    {
        var usage = new UsageModel(client, time);
        return [new ResourceMetricsApi(client, usage), new CustomMetricsApi(client, usage), new ExternalMetricsApi(usage)];
    }
}
