using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Services;

/// <summary>
/// Writes an address of 198.51.100.0/24, a range reserved for documentation, to the Ingresses of all classes. It forwards no requests.
/// </summary>
internal sealed class IngressController
{
    private const string Component = "ingress-controller";
    private const string Address = "198.51.100.1";

    private readonly IClusterClient _client;
    private readonly ResourceCache<PlainObject> _ingresses;

    /// <summary>Subscribes to Ingresses.</summary>
    public IngressController(ControllerContext context)
    {
        _client = context.GetClient(Component);
        _ingresses = context.Cache(GroupResource.Ingresses, item => new PlainObject(item));
        var queue = context.Queue<ObjectKey>(Component, Reconcile);
        _ingresses.OnChange(change => queue.Add(change.Latest.Key));
    }

    private void Reconcile(ObjectKey key)
    {
        if (_ingresses.Find(key) is { IsDeleting: false } ingress)
        {
            var status = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = Address }) };
            _client.WriteStatus(ingress, new JsonObject { ["loadBalancer"] = status });
        }
    }
}
