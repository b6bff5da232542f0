using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>Maintains the Endpoints object, the predecessor of EndpointSlices, of each Service with a selector.</summary>
internal sealed class EndpointsController
{
    private const string ManagedByLabel = "endpoints.kubernetes.io/managed-by";
    private const string HeadlessLabel = "service.kubernetes.io/headless";
    private const int MaxAddresses = 1000;

    private readonly IClusterClient _client;
    private readonly ResourceCache<Service> _services;
    private readonly ResourceCache<Pod> _pods;
    private readonly ResourceCache<PlainObject> _endpoints;
    private readonly TriggerTimes _triggers = new();

    /// <summary>Subscribes to Services and their pods.</summary>
    public EndpointsController(ControllerContext context)
    {
        _client = context.GetClient("kube-controller-manager");
        _services = context.Services();
        _pods = context.Pods();
        _endpoints = context.Plain(GroupResource.Endpoints);
        ServicePods.Subscribe(_services, _pods, context.Queue<ObjectKey>("endpoint-controller", Reconcile));
    }

    private void Reconcile(ObjectKey key)
    {
        var current = _endpoints.Find(key);
        if (_services.Find(key) is not { } service)
        {
            _triggers.Remove(key);
            if (current?.Labels.ContainsKey(ManagedByLabel) == true)
            {
                _client.DeleteIfExists(current);
            }

            return;
        }

        if (service.Selector is null || service.IsDeleting)
        {
            return;
        }

        var pods = ServicePods
            .Find(service, _pods)
            .Where(EndpointSlices.Includes)
            .Where(p => service.PublishesNotReady || !p.IsDeleting)
            .ToList();
        var trigger = _triggers.Next(service, pods);
        Write(service, current, Subsets(service, pods), trigger);
    }

    private void Write(Service service, PlainObject? current, JsonArray subsets, DateTimeOffset? trigger)
    {
        var body = current?.Source.Copy()
            ?? new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Endpoints",
                ["metadata"] = new JsonObject { ["name"] = service.Name, ["namespace"] = service.Namespace },
            };
        var metadata = body.GetOrAddObject("metadata");
        metadata["labels"] = Labels(service);
        if (subsets.Count > 0)
        {
            body["subsets"] = subsets;
        }
        else
        {
            body.Remove("subsets");
        }

        if (current is not null && JsonNode.DeepEquals(body, current.Source.Body))
        {
            return;
        }

        TriggerTimes.Annotate(body, trigger);
        if (current is null)
        {
            _client.Create(GroupResource.Endpoints, body);
        }
        else
        {
            _client.Update(GroupResource.Endpoints, body);
        }
    }

    private static JsonArray Subsets(Service service, IEnumerable<Pod> pods)
    {
        var groups = new Dictionary<string, (IReadOnlyList<EndpointPort> Ports, List<Pod> Pods)>(StringComparer.Ordinal);
        foreach (var pod in pods.OrderBy(p => p.PodIP, StringComparer.Ordinal).Take(MaxAddresses))
        {
            var ports = service.PortsOn(pod);
            // A pod that serves none of the ports is not an endpoint, unless a headless Service has no ports.
            if (ports.Count == 0 && !(service.IsHeadless && !service.Source.Spec.Objects("ports").Any()))
            {
                continue;
            }

            var key = string.Join('|', ports);
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = (ports, []);
            }

            group.Pods.Add(pod);
        }

        return [.. groups.Values.Select(g => (JsonNode)Subset(service, g.Ports, g.Pods))];
    }

    private static JsonObject Subset(Service service, IReadOnlyList<EndpointPort> ports, List<Pod> pods)
    {
        var subset = new JsonObject();
        foreach (var (field, isReady) in (ReadOnlySpan<(string, bool)>)[("addresses", true), ("notReadyAddresses", false)])
        {
            JsonArray addresses =
            [
                .. pods.Where(p => (p.IsReady || service.PublishesNotReady) == isReady).Select(p => (JsonNode)Address(service, p)),
            ];
            if (addresses.Count > 0)
            {
                subset[field] = addresses;
            }
        }

        if (ports.Count > 0)
        {
            subset["ports"] = new JsonArray([.. ports.Select(p => (JsonNode)p.ToSubsetJson())]);
        }

        return subset;
    }

    private static JsonObject Address(Service service, Pod pod)
    {
        var json = new JsonObject { ["ip"] = pod.PodIP };
        if (EndpointSlices.HostName(service, pod) is { } hostname)
        {
            json["hostname"] = hostname;
        }

        if (pod.NodeName is { } node)
        {
            json["nodeName"] = node;
        }

        json["targetRef"] = EndpointSlices.TargetRef(pod);
        return json;
    }

    private static JsonObject Labels(Service service)
    {
        var labels = new JsonObject();
        foreach (var (key, value) in service.Labels)
        {
            labels[key] = value;
        }

        labels[ManagedByLabel] = "endpoint-controller";
        if (service.IsHeadless)
        {
            labels[HeadlessLabel] = "";
        }

        return labels;
    }
}
