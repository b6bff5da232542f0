using System.Globalization;
using System.Text;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>
/// Serves the API server's <c>/metrics</c>: its requests, its process, and the number of stored objects of each resource type.
/// </summary>
/// <param name="store">The objects.</param>
/// <param name="catalog">The resource types.</param>
/// <param name="requests">The requests.</param>
/// <param name="failures">The failures of the control plane.</param>
/// <param name="services">The names of the aggregated APIs, such as <c>v1beta1.metrics.k8s.io</c>.</param>
/// <param name="started">When the server started.</param>
internal sealed class MetricsEndpoint(
    ObjectStore store,
    ResourceCatalog catalog,
    RequestMetrics requests,
    FailureMetrics failures,
    IReadOnlyList<string> services,
    DateTimeOffset started
)
{
    public Task WriteAsync(HttpResponse response)
    {
        var counts = catalog
            .Kinds.Where(kind => kind.Verbs.Contains("list") && kind.Resource == kind.StoredAs)
            .DistinctBy(kind => kind.Resource)
            .OrderBy(kind => kind.Resource.ToString(), StringComparer.Ordinal)
            .Select(kind => (Kind: kind, Count: store.List(kind.StoredAs).Items.Count))
            .ToList();
        var text = new StringBuilder();
        Describe(text, "apiserver_resource_objects", "gauge", "Number of stored objects by group and resource.");
        foreach (var (kind, count) in counts)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"apiserver_resource_objects{{group=\"{kind.Group}\",resource=\"{kind.Plural}\"}} {count}\n"
            );
        }

        Describe(text, "apiserver_storage_objects", "gauge", "Number of stored objects by resource.");
        foreach (var (kind, count) in counts)
        {
            text.Append(CultureInfo.InvariantCulture, $"apiserver_storage_objects{{resource=\"{kind.Resource}\"}} {count}\n");
        }

        requests.Write(text);
        failures.Write(text);
        Describe(text, "aggregator_unavailable_apiservice", "gauge", "Whether the API cannot be reached.");
        foreach (var service in services)
        {
            text.Append(CultureInfo.InvariantCulture, $"aggregator_unavailable_apiservice{{name=\"{service}\"}} 0\n");
        }

        Describe(text, "process_start_time_seconds", "gauge", "Unix time of the start.");
        text.Append(CultureInfo.InvariantCulture, $"process_start_time_seconds {started.ToUnixTimeSeconds()}\n");
        Describe(text, "process_cpu_seconds_total", "counter", "CPU time of the process.");
        text.Append(CultureInfo.InvariantCulture, $"process_cpu_seconds_total {Environment.CpuUsage.TotalTime.TotalSeconds}\n");
        Describe(text, "process_resident_memory_bytes", "gauge", "Resident memory of the process.");
        text.Append(CultureInfo.InvariantCulture, $"process_resident_memory_bytes {Environment.WorkingSet}\n");
        return response.WriteTextAsync(StatusCodes.Status200OK, text.ToString());
    }

    /// <summary>Begins a metric family.</summary>
    public static void Describe(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
}
