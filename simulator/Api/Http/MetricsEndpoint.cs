using System.Globalization;
using System.Text;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Serves the API server's <c>/metrics</c>: the number of stored objects of each resource type.</summary>
internal sealed class MetricsEndpoint(ObjectStore store, ResourceCatalog catalog)
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
        Describe(text, "apiserver_resource_objects", "Number of stored objects by group and resource.");
        foreach (var (kind, count) in counts)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"apiserver_resource_objects{{group=\"{kind.Group}\",resource=\"{kind.Plural}\"}} {count}\n"
            );
        }

        Describe(text, "apiserver_storage_objects", "Number of stored objects by resource.");
        foreach (var (kind, count) in counts)
        {
            text.Append(CultureInfo.InvariantCulture, $"apiserver_storage_objects{{resource=\"{kind.Resource}\"}} {count}\n");
        }

        return response.WriteTextAsync(StatusCodes.Status200OK, text.ToString());
    }

    private static void Describe(StringBuilder text, string name, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
}
