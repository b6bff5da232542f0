using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Endpoints.Slices;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Endpoints.Mirroring;

/// <summary>Copies hand-made Endpoints of Services without a selector into EndpointSlices.</summary>
internal sealed class EndpointSliceMirroringController
{
    private const string Manager = "endpointslicemirroring-controller.k8s.io";
    private const string Component = "endpoint-slice-mirroring-controller";
    private const string SkipLabel = "endpointslice.kubernetes.io/skip-mirror";
    private const string LeaderAnnotation = "control-plane.alpha.kubernetes.io/leader";

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<Service> _services;
    private readonly ResourceCache<PlainObject> _endpoints;
    private readonly CacheIndex<PlainObject> _slicesByService;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly SliceTracker _tracker = new();

    /// <summary>Subscribes to Services without a selector, Endpoints and their slices.</summary>
    public EndpointSliceMirroringController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _services = context.Services();
        _endpoints = context.Plain(GroupResource.Endpoints);
        var slices = context.Plain(GroupResource.EndpointSlices);
        _slicesByService = slices.AddIndex(slice => IsManaged(slice) ? [$"{slice.Namespace}/{GetServiceName(slice)}"] : []);
        _queue = context.Queue<ObjectKey>(Component, Reconcile);
        _endpoints.OnChange(change => _queue.Add(change.Latest.Key));
        _services.OnChange(OnServiceChange);
        slices.OnChange(change =>
        {
            if (IsManaged(change.Latest) && !_tracker.IsOwn(change))
            {
                _queue.Add(new ObjectKey(change.Latest.Namespace, GetServiceName(change.Latest)));
            }
        });
    }

    private static bool IsManaged(PlainObject slice) => slice.Labels.GetValueOrDefault(SliceLabels.ManagedBy) == Manager;

    private static string GetServiceName(PlainObject slice) => slice.Labels.GetValueOrDefault(SliceLabels.ServiceName) ?? "";

    private void OnServiceChange(CacheChange<Service> change)
    {
        if (change.Before?.HasSelector != change.After?.HasSelector)
        {
            _queue.Add(change.Latest.Key);
        }
    }

    private void Reconcile(ObjectKey key)
    {
        var existing = _slicesByService[key.ToString()].Where(slice => !slice.IsDeleting).ToList();
        if (
            _endpoints.Find(key) is not { } endpoints
            || endpoints.Labels.GetValueOrDefault(SkipLabel) == "true"
            || endpoints.Annotations.ContainsKey(LeaderAnnotation)
            || _services.Find(key) is not { HasSelector: false }
        )
        {
            existing.ForEach(slice => _client.DeleteIfExists(slice));
            return;
        }

        var mirrored = new MirroredEndpoints(endpoints);
        Warn(mirrored);
        var changes = Compare(mirrored, existing);
        new SliceWriter(_client, endpoints, _tracker).Write(changes, body => Complete(body, mirrored.Annotations));
    }

    private void Warn(MirroredEndpoints mirrored)
    {
        if (mirrored.Invalid > 0)
        {
            Record(mirrored, "InvalidIPAddress", $"Skipped {mirrored.Invalid} invalid IP addresses when mirroring to EndpointSlices");
        }

        if (mirrored.Skipped > mirrored.Invalid)
        {
            Record(
                mirrored,
                "TooManyAddressesToMirror",
                $"A max of {MirroredEndpoints.MaxAddresses} addresses can be mirrored to EndpointSlices per Endpoints subset. "
                    + $"{mirrored.Skipped} addresses were skipped"
            );
        }
    }

    private void Record(MirroredEndpoints mirrored, string reason, string message) =>
        _context.Events.Record(mirrored.Endpoints.Source, EventType.Warning, reason, message, Component);

    // One slice for each list of ports and address type.
    private static SliceChanges Compare(MirroredEndpoints mirrored, List<PlainObject> existing)
    {
        var changes = new SliceChanges();
        var byKey = existing.ToLookup(MirroredEndpoints.GetKey);
        foreach (var group in mirrored.Groups.Values)
        {
            var slices = byKey[group.Key].ToList();
            var labels = mirrored.CreateLabels(Manager);
            changes.Delete.AddRange(slices.Skip(1));
            if (slices.Count == 0)
            {
                changes.Create.Add(new SliceDraft(null, group.AddressType, group.Ports, labels, [.. group.Endpoints.Values]));
            }
            else if (!mirrored.IsCurrent(slices[0], group, labels))
            {
                changes.Update.Add(SliceDraft.FromExisting(slices[0], labels, group.Endpoints.Values));
            }
        }

        changes.Delete.AddRange(existing.Where(slice => !mirrored.Groups.ContainsKey(MirroredEndpoints.GetKey(slice))));
        return changes;
    }

    private static void Complete(JsonObject body, JsonObject annotations)
    {
        // Kubernetes replaces a slice that exists by a new one of its name.
        if (body.Text("metadata", "name") is { Length: > 0 })
        {
            body.GetOrAddObject("metadata").Remove("generateName");
        }

        if (annotations.Count > 0)
        {
            body.GetOrAddObject("metadata")["annotations"] = annotations.Clone();
        }
        else
        {
            body.GetOrAddObject("metadata").Remove("annotations");
        }
    }
}
