using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>Maintains the EndpointSlices of each Service with a selector.</summary>
internal sealed class EndpointSliceController
{
    private const string ManagedByLabel = "endpointslice.kubernetes.io/managed-by";
    private const string ServiceLabel = "kubernetes.io/service-name";
    private const string HeadlessLabel = "service.kubernetes.io/headless";
    private const string Manager = "endpointslice-controller.k8s.io";

    private readonly IClusterClient _client;
    private readonly ResourceCache<Service> _services;
    private readonly ResourceCache<Pod> _pods;
    private readonly ResourceCache<Node> _nodes;
    private readonly CacheIndex<PlainObject> _slicesByService;
    private readonly TriggerTimes _triggers = new();

    /// <summary>Subscribes to Services, their pods and their slices.</summary>
    public EndpointSliceController(ControllerContext context)
    {
        _client = context.GetClient("kube-controller-manager");
        _services = context.Services();
        _pods = context.Pods();
        _nodes = context.Nodes();
        var slices = context.Plain(GroupResource.EndpointSlices);
        _slicesByService = slices.AddIndex(slice =>
            slice.Labels.GetValueOrDefault(ManagedByLabel) == Manager
                ? [$"{slice.Namespace}/{slice.Labels.GetValueOrDefault(ServiceLabel)}"]
                : []
        );
        var queue = context.Queue<ObjectKey>("endpointslice-controller", Reconcile);
        ServicePods.Subscribe(_services, _pods, queue);
        slices.OnChange(change => QueueService(change.Latest, queue));
    }

    private static void QueueService(PlainObject slice, WorkQueue<ObjectKey> queue)
    {
        if (slice.Labels.GetValueOrDefault(ManagedByLabel) == Manager && slice.Labels.TryGetValue(ServiceLabel, out var service))
        {
            queue.Add(new ObjectKey(slice.Namespace, service));
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_services.Find(key) is not { } service)
        {
            // The garbage collector deletes the slices of a deleted Service.
            _triggers.Remove(key);
            return;
        }

        if (service.Selector is null || service.IsDeleting)
        {
            return;
        }

        var pods = ServicePods.Find(service, _pods).ToList();
        var groups = EndpointSlices.Group(service, pods, node => _nodes.Find(new ObjectKey("", node))?.Zone);
        var trigger = _triggers.Next(service, pods);
        var existing = _slicesByService[key.ToString()].Where(s => !s.IsDeleting).ToList();
        // A Service without endpoints has one empty slice.
        foreach (var group in groups.Count == 0 ? [new EndpointGroup([], [])] : groups)
        {
            Write(service, group, existing, trigger, isPlaceholder: groups.Count == 0);
        }

        foreach (var unused in existing)
        {
            _client.DeleteIfExists(unused);
        }
    }

    // Reused slices are removed from the existing ones; the rest is deleted.
    private void Write(Service service, EndpointGroup group, List<PlainObject> existing, DateTimeOffset? trigger, bool isPlaceholder)
    {
        JsonArray? ports = isPlaceholder ? null : [.. group.Ports.Select(p => (JsonNode)p.ToSliceJson())];
        var pending = group.Endpoints.ToDictionary(
            e => e.Array("addresses")![0]!.GetValue<string>() + e.Text("targetRef", "uid"),
            StringComparer.Ordinal
        );
        var matching = existing.Where(s => JsonNode.DeepEquals(s.Source.Body["ports"], ports)).ToList();
        var filled = matching.ConvertAll(slice => (Slice: slice, Endpoints: Keep(slice, pending)));
        foreach (var (_, endpoints) in filled)
        {
            Fill(endpoints, pending);
        }

        foreach (var (slice, endpoints) in filled.Where(f => f.Endpoints.Count > 0 || (isPlaceholder && f.Slice == matching[0])))
        {
            existing.Remove(slice);
            Update(service, slice, endpoints, ports, trigger);
        }

        // A slice with outdated ports is reused instead of replaced.
        while (pending.Count > 0 || (isPlaceholder && matching.Count == 0))
        {
            var endpoints = new List<JsonObject>();
            Fill(endpoints, pending);
            if (existing.Find(s => s.Source.Body["ports"] is null or JsonArray { Count: 0 } || isPlaceholder) is { } reusable)
            {
                existing.Remove(reusable);
                Update(service, reusable, endpoints, ports, trigger);
            }
            else
            {
                _client.Create(GroupResource.EndpointSlices, NewSlice(service, endpoints, ports, trigger));
            }

            if (isPlaceholder)
            {
                break;
            }
        }
    }

    private static List<JsonObject> Keep(PlainObject slice, Dictionary<string, JsonObject> pending)
    {
        var kept = new List<JsonObject>();
        foreach (var endpoint in slice.Source.Body.Objects("endpoints"))
        {
            if (
                endpoint.Array("addresses") is { Count: > 0 } addresses
                && pending.Remove(addresses[0]!.GetValue<string>() + endpoint.Text("targetRef", "uid"), out var current)
            )
            {
                kept.Add(current);
            }
        }

        return kept;
    }

    private static void Fill(List<JsonObject> endpoints, Dictionary<string, JsonObject> pending)
    {
        foreach (var (key, endpoint) in pending.Take(EndpointSlices.MaxEndpoints - endpoints.Count).ToList())
        {
            endpoints.Add(endpoint);
            pending.Remove(key);
        }
    }

    private void Update(Service service, PlainObject slice, List<JsonObject> endpoints, JsonArray? ports, DateTimeOffset? trigger)
    {
        var body = slice.Source.Copy();
        body["endpoints"] = ToArray(endpoints);
        body["ports"] = ports?.DeepClone();
        body.GetOrAddObject("metadata")["labels"] = Labels(service);
        if (JsonNode.DeepEquals(body, slice.Source.Body))
        {
            return;
        }

        TriggerTimes.Annotate(body, trigger);
        _client.Update(GroupResource.EndpointSlices, body);
    }

    private static JsonObject NewSlice(Service service, List<JsonObject> endpoints, JsonArray? ports, DateTimeOffset? trigger)
    {
        var slice = new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["generateName"] = service.Name + "-",
                ["namespace"] = service.Namespace,
                ["labels"] = Labels(service),
                ["ownerReferences"] = new JsonArray(OwnerReference.ToController(service.Source).ToJson()),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = ToArray(endpoints),
            ["ports"] = ports?.DeepClone(),
        };
        TriggerTimes.Annotate(slice, trigger);
        return slice;
    }

    private static JsonObject Labels(Service service)
    {
        var labels = new JsonObject();
        foreach (var (key, value) in service.Labels)
        {
            labels[key] = value;
        }

        labels[ManagedByLabel] = Manager;
        labels[ServiceLabel] = service.Name;
        if (service.IsHeadless)
        {
            labels[HeadlessLabel] = "";
        }

        return labels;
    }

    private static JsonArray ToArray(List<JsonObject> endpoints) => [.. endpoints.Select(e => e.DeepClone())];
}
