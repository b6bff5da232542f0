using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints.Slices;

/// <summary>Compares the slices of a Service of one address type with its pods.</summary>
internal sealed class SlicePlan(Service service, string addressType, ResourceCache<Node> nodes)
{
    private readonly SliceLabels _labels = new(service);

    /// <summary>Computes the changes, without hints.</summary>
    /// <param name="pods">The pods that the Service selects.</param>
    /// <param name="existing">The slices of this address type.</param>
    public SliceChanges Compute(IEnumerable<Pod> pods, IReadOnlyCollection<PlainObject> existing)
    {
        var changes = new SliceChanges();
        var owned = existing.ToLookup(slice => slice.Source.OwnerReferences.Any(owner => owner.Uid == service.Uid));
        changes.Delete.AddRange(owned[false]);
        var byPorts = owned[true].ToLookup(slice => EndpointPort.GetKey(OrderPorts(slice)), StringComparer.Ordinal);
        var groups = Group(pods);
        foreach (var (key, (ports, endpoints)) in groups)
        {
            SlicePacking.Pack([.. byPorts[key]], endpoints, _labels, () => CreateDraft(ports), changes);
        }

        changes.Delete.AddRange(byPorts.Where(slices => !groups.ContainsKey(slices.Key)).SelectMany(slices => slices));
        if (existing.Count == changes.Delete.Count && changes.Create.Count == 0)
        {
            KeepOneSlice(changes);
        }

        return changes;
    }

    private static IReadOnlyList<EndpointPort> OrderPorts(PlainObject slice) =>
        EndpointPort.OrderForSlice(slice.Source.Body.Objects("ports").Select(EndpointPort.FromJson));

    // A Service without endpoints has one empty slice.
    private void KeepOneSlice(SliceChanges changes)
    {
        if (changes.Delete is [var only] && IsPlaceholder(only))
        {
            changes.Delete.Clear();
            changes.Unchanged.Add(only);
        }
        else
        {
            changes.Create.Add(CreateDraft([]));
        }
    }

    private bool IsPlaceholder(PlainObject slice)
    {
        var labels = _labels.Create();
        return slice.Source.Body.Array("ports") is null or { Count: 0 }
            && slice.Source.Body.Array("endpoints") is null or { Count: 0 }
            && slice.Labels.Count == labels.Count
            && labels.All(label => slice.Labels.GetValueOrDefault(label.Key) == label.Value!.GetValue<string>());
    }

    private SliceDraft CreateDraft(IReadOnlyList<EndpointPort> ports) => new(null, addressType, ports, _labels.Create(), []);

    private Dictionary<string, (IReadOnlyList<EndpointPort> Ports, Dictionary<string, JsonObject> Endpoints)> Group(IEnumerable<Pod> pods)
    {
        var groups = new Dictionary<string, (IReadOnlyList<EndpointPort>, Dictionary<string, JsonObject> Endpoints)>(
            StringComparer.Ordinal
        );
        foreach (var pod in pods.Where(PodAddresses.HasAddress))
        {
            var ports = EndpointPort.OrderForSlice(service.PortsOn(pod));
            var key = EndpointPort.GetKey(ports);
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = (ports, new Dictionary<string, JsonObject>(StringComparer.Ordinal));
            }

            if (Describe(pod) is { } endpoint)
            {
                group.Endpoints[SlicePacking.GetKey(endpoint)] = endpoint;
            }
        }

        return groups;
    }

    // Null for a pod without an address of this type, and for one whose node does not exist.
    private JsonObject? Describe(Pod pod)
    {
        var addresses = PodAddresses.Get(pod, addressType).Select(address => (JsonNode)address).ToArray();
        var node = pod.NodeName is { } name ? nodes.Find(new ObjectKey("", name)) : null;
        if (addresses.Length == 0 || (node is null && !service.PublishesNotReady))
        {
            return null;
        }

        var endpoint = new JsonObject
        {
            ["addresses"] = new JsonArray(addresses),
            ["conditions"] = new JsonObject
            {
                ["ready"] = service.PublishesNotReady || (pod.IsReady && !pod.IsDeleting),
                ["serving"] = pod.IsReady,
                ["terminating"] = pod.IsDeleting,
            },
        };
        if (PodAddresses.FindHostName(service, pod) is { } hostname)
        {
            endpoint["hostname"] = hostname;
        }

        endpoint["targetRef"] = PodAddresses.CreateReference(pod);
        if (pod.NodeName is not null)
        {
            endpoint["nodeName"] = pod.NodeName;
        }

        if (node?.Zone is { Length: > 0 } zone)
        {
            endpoint["zone"] = zone;
        }

        return endpoint;
    }
}
