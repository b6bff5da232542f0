using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Endpoints.Slices;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>Maintains the Endpoints object, the predecessor of EndpointSlices, of each Service with a selector.</summary>
internal sealed class EndpointsController
{
    private const string ManagedByLabel = "endpoints.kubernetes.io/managed-by";

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
        var queue = context.Queue<ObjectKey>("endpoint-controller", Reconcile);
        ServicePods.Subscribe(_services, _pods, queue, _triggers.CountPods);
        _endpoints.OnChange(change =>
        {
            if (change.After is null)
            {
                queue.Add(change.Latest.Key);
            }
        });
    }

    private void Reconcile(ObjectKey key)
    {
        var current = _endpoints.Find(key);
        if (_services.Find(key) is not { } service)
        {
            _triggers.Remove(key);
            if (current is not null)
            {
                _client.DeleteIfExists(current);
            }

            return;
        }

        if (service.Selector is null)
        {
            return;
        }

        var pods = ServicePods.Find(service, _pods).ToList();
        var trigger = _triggers.Next(service, pods);
        Write(
            service,
            current,
            EndpointSubsets.Pack(pods.Where(pod => IsIncluded(service, pod)).SelectMany(pod => Describe(service, pod))),
            trigger
        );
    }

    private static bool IsIncluded(Service service, Pod pod) =>
        PodAddresses.HasAddress(pod) && (service.PublishesNotReady || !pod.IsDeleting);

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
        var isTruncated = EndpointCapacity.Truncate(subsets);
        if (subsets.Count > 0)
        {
            body["subsets"] = subsets;
        }
        else
        {
            body.Remove("subsets");
        }

        if (
            current is not null
            && isTruncated == current.Annotations.ContainsKey(EndpointCapacity.Annotation)
            && JsonNode.DeepEquals(body, current.Source.Body)
        )
        {
            return;
        }

        TriggerTimes.Annotate(body, trigger);
        if (isTruncated)
        {
            metadata.GetOrAddObject("annotations")[EndpointCapacity.Annotation] = "truncated";
        }
        else
        {
            (metadata["annotations"] as JsonObject)?.Remove(EndpointCapacity.Annotation);
        }

        if (current is null)
        {
            _client.Create(GroupResource.Endpoints, body);
        }
        else
        {
            _client.Update(GroupResource.Endpoints, body);
        }
    }

    private static IEnumerable<EndpointEntry> Describe(Service service, Pod pod)
    {
        if (PodAddresses.Get(pod, PodAddresses.GetFamilies(service)[0]).FirstOrDefault() is not { } ip)
        {
            return [];
        }

        var address = new JsonObject { ["ip"] = ip };
        if (PodAddresses.FindHostName(service, pod) is { } hostname)
        {
            address["hostname"] = hostname;
        }

        address["nodeName"] = pod.NodeName ?? "";

        address["targetRef"] = PodAddresses.CreateReference(pod);
        var isReady = service.PublishesNotReady || pod.IsReady;
        // A pod that serves none of the ports is not an endpoint, unless a headless Service has no ports.
        return service.Source.Spec.Objects("ports").Any() ? service.PortsOn(pod).Select(port => new EndpointEntry(address, port, isReady))
            : service.IsHeadless ? [new EndpointEntry(address, null, isReady)]
            : [];
    }

    private static JsonObject Labels(Service service)
    {
        var labels = new JsonObject();
        foreach (var (key, value) in service.Labels)
        {
            labels[key] = value;
        }

        labels[ManagedByLabel] = "endpoint-controller";
        if (!service.HasClusterIP)
        {
            labels[SliceLabels.Headless] = "";
        }

        return labels;
    }
}
