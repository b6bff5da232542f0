using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Services;

/// <summary>
/// Assigns each Service of type LoadBalancer, of any class, an address of 203.0.113.0/24, a range reserved for documentation.
/// </summary>
internal sealed class LoadBalancerProvider
{
    private const string Component = "service-controller";
    private const string Network = "203.0.113.";
    private const int LastHost = 254;

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<Service> _services;

    /// <summary>Subscribes to Services.</summary>
    public LoadBalancerProvider(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("cloud-controller-manager");
        _services = context.Services();
        var queue = context.Queue<ObjectKey>(Component, Reconcile);
        _services.OnChange(change => queue.Add(change.Latest.Key));
    }

    private void Reconcile(ObjectKey key)
    {
        if (_services.Find(key) is not { IsDeleting: false } service)
        {
            return;
        }

        var address = FindAddress(service);
        if (service.Type == "LoadBalancer" && address is null)
        {
            Assign(service);
        }
        else if (service.Type != "LoadBalancer" && address is not null)
        {
            _client.WriteStatus(service, new JsonObject { ["loadBalancer"] = new JsonObject() });
        }
    }

    private void Assign(Service service)
    {
        var taken = _services.All.Select(FindAddress).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var free = service.Source.Spec.Text("loadBalancerIP") is { Length: > 0 } requested
            ? requested
            : Enumerable
                .Range(1, LastHost)
                .Select(host => Network + host.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .FirstOrDefault(a => !taken.Contains(a));
        if (free is null)
        {
            _context.Events.Record(
                service.Source,
                EventType.Warning,
                "SyncLoadBalancerFailed",
                "Error syncing load balancer: all simulated addresses are in use",
                Component
            );
            return;
        }

        var status = (JsonObject)service.Source.Status.DeepClone();
        status["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = free, ["ipMode"] = "VIP" }) };
        _client.WriteStatus(service, status);
        _context.Events.Record(service.Source, EventType.Normal, "EnsuredLoadBalancer", "Ensured load balancer", Component);
    }

    private static string? FindAddress(Service service) =>
        service.Source.Status.Objects("loadBalancer", "ingress").FirstOrDefault() is { } ingress ? ingress.Text("ip") : null;
}
