using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Endpoints.Hints;
using Infra.Simulator.Controllers.Endpoints.Slices;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>Maintains the EndpointSlices of each Service with a selector.</summary>
internal sealed class EndpointSliceController
{
    private readonly IClusterClient _client;
    private readonly ResourceCache<Service> _services;
    private readonly ResourceCache<Pod> _pods;
    private readonly ResourceCache<Node> _nodes;
    private readonly CacheIndex<PlainObject> _slicesByService;
    private readonly TriggerTimes _triggers = new();
    private readonly TopologyMode _topology;
    private readonly SliceTracker _tracker = new();

    /// <summary>Subscribes to Services, their pods and their slices, and to new nodes.</summary>
    public EndpointSliceController(ControllerContext context)
    {
        _client = context.GetClient("kube-controller-manager");
        _services = context.Services();
        _pods = context.Pods();
        _nodes = context.Nodes();
        _topology = new TopologyMode(context, _nodes);
        var slices = context.Plain(GroupResource.EndpointSlices);
        _slicesByService = slices.AddIndex(slice =>
            slice.Labels.GetValueOrDefault(SliceLabels.ManagedBy) == SliceLabels.Controller
                ? [$"{slice.Namespace}/{slice.Labels.GetValueOrDefault(SliceLabels.ServiceName)}"]
                : []
        );
        var queue = context.Queue<ObjectKey>("endpointslice-controller", Reconcile);
        ServicePods.Subscribe(_services, _pods, queue, _triggers.CountPods);
        slices.OnChange(change =>
        {
            if (!_tracker.IsOwn(change))
            {
                QueueService(change.Before, queue);
                QueueService(change.After, queue);
            }
        });
        _nodes.OnChange(change => QueueServicesOfNewNode(change, queue));
    }

    // A slice that loses its labels is missed by the Service of the former ones.
    private static void QueueService(PlainObject? slice, WorkQueue<ObjectKey> queue)
    {
        if (
            slice?.Labels.GetValueOrDefault(SliceLabels.ManagedBy) == SliceLabels.Controller
            && slice.Labels.TryGetValue(SliceLabels.ServiceName, out var service)
        )
        {
            queue.Add(new ObjectKey(slice.Namespace, service));
        }
    }

    // Pods of a node that does not exist are no endpoints until it does.
    private void QueueServicesOfNewNode(CacheChange<Node> change, WorkQueue<ObjectKey> queue)
    {
        if (change is not { Before: null, After: { } node })
        {
            return;
        }

        foreach (var pod in _pods.All.Where(pod => pod.NodeName == node.Name))
        {
            foreach (var service in _services.ByNamespace[pod.Namespace].Where(s => s.Selector?.Matches(pod.Labels) == true))
            {
                queue.Add(service.Key);
            }
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

        if (service.Selector is null)
        {
            return;
        }

        var pods = ServicePods.Find(service, _pods).ToList();
        var trigger = _triggers.Next(service, pods);
        var slices = _slicesByService[key.ToString()]
            .Where(slice => !slice.IsDeleting)
            .ToLookup(slice => slice.Source.Body.Text("addressType") ?? "");
        var families = PodAddresses.GetFamilies(service);
        var writer = new SliceWriter(_client, service, _tracker);
        foreach (var family in families)
        {
            var changes = new SlicePlan(service, family, _nodes).Compute(pods, [.. slices[family]]);
            SetHints(service, family, changes);
            writer.Write(changes, body => TriggerTimes.Annotate(body, trigger));
        }

        foreach (var slice in slices.Where(one => !families.Contains(one.Key)).SelectMany(one => one))
        {
            _client.DeleteIfExists(slice);
        }
    }

    private void SetHints(Service service, string addressType, SliceChanges changes)
    {
        if (TopologyMode.IsUsed(service))
        {
            _topology.Apply(service, addressType, changes);
            return;
        }

        _topology.Stop(service, addressType);
        if (TrafficDistribution.IsUsed(service))
        {
            TrafficDistribution.Apply(service, changes);
        }
        else
        {
            EndpointHints.Remove(service, changes);
        }
    }
}
