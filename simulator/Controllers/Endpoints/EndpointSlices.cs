using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>Computes the content of a Service's EndpointSlices from its pods.</summary>
internal static class EndpointSlices
{
    /// <summary>The maximum number of endpoints in one slice.</summary>
    public const int MaxEndpoints = 100;

    /// <summary>Whether a pod is an endpoint: it has an address and has not finished.</summary>
    public static bool Includes(Pod pod) => pod.PodIP is not null && !pod.IsFinished;

    /// <summary>Groups the endpoints by their resolved ports.</summary>
    /// <param name="service">The Service of the slices.</param>
    /// <param name="pods">The pods it selects.</param>
    /// <param name="findZone">Returns the zone of a node, or null.</param>
    public static IReadOnlyList<EndpointGroup> Group(Service service, IEnumerable<Pod> pods, Func<string, string?> findZone)
    {
        var groups = new Dictionary<string, EndpointGroup>(StringComparer.Ordinal);
        foreach (var pod in pods.Where(Includes))
        {
            var ports = service.PortsOn(pod);
            var key = string.Join('|', ports);
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = new EndpointGroup(ports, []);
            }

            group.Endpoints.Add(Describe(service, pod, findZone));
        }

        return [.. groups.Values];
    }

    private static JsonObject Describe(Service service, Pod pod, Func<string, string?> findZone)
    {
        var json = new JsonObject
        {
            ["addresses"] = new JsonArray(pod.PodIP),
            ["conditions"] = new JsonObject
            {
                ["ready"] = service.PublishesNotReady || (pod.IsReady && !pod.IsDeleting),
                ["serving"] = pod.IsReady,
                ["terminating"] = pod.IsDeleting,
            },
        };
        if (HostName(service, pod) is { } hostname)
        {
            json["hostname"] = hostname;
        }

        json["targetRef"] = TargetRef(pod);
        if (pod.NodeName is { } node)
        {
            json["nodeName"] = node;
            if (findZone(node) is { } zone)
            {
                json["zone"] = zone;
            }
        }

        return json;
    }

    internal static JsonObject TargetRef(Pod pod) =>
        new()
        {
            ["kind"] = "Pod",
            ["namespace"] = pod.Namespace,
            ["name"] = pod.Name,
            ["uid"] = pod.Uid,
        };

    // A pod has its own DNS name only under the Service that is its subdomain.
    internal static string? HostName(Service service, Pod pod) =>
        pod.Source.Spec.Text("subdomain") == service.Name && pod.Source.Spec.Text("hostname") is { Length: > 0 } hostname ? hostname : null;
}

/// <summary>Endpoints with the same ports.</summary>
internal sealed record EndpointGroup(IReadOnlyList<EndpointPort> Ports, List<JsonObject> Endpoints);
