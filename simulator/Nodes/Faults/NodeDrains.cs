using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Nodes.Faults;

/// <summary>
/// Cordons nodes and evicts their pods, except those of DaemonSets, while a fault says so. A disruption budget delays an eviction.
/// </summary>
internal sealed class NodeDrains
{
    private readonly ActiveFaults _faults;
    private readonly IClusterClient _client;
    private readonly ResourceCache<Node> _nodes;
    private readonly NodeEvictions _evictions;
    private readonly WorkQueue<string> _queue;
    private readonly HashSet<string> _cordoned = new(StringComparer.Ordinal);

    public NodeDrains(ControllerContext context, ActiveFaults faults)
    {
        _faults = faults;
        _client = context.GetClient("fault-injector");
        _nodes = context.Nodes();
        _evictions = new NodeEvictions(context, _client);
        _queue = context.Queue<string>("fault-injector", Drain);
        faults.OnChange(
            (fault, _) =>
            {
                if (fault.Type == FaultType.Drain)
                {
                    _queue.Add(fault.Target);
                }
            }
        );
    }

    private void Drain(string name)
    {
        if (_nodes.Find(new ObjectKey("", name)) is not { } node)
        {
            return;
        }

        if (!_faults.Get(FaultType.Drain).Any(fault => fault.Target == name))
        {
            if (_cordoned.Remove(name))
            {
                SetUnschedulable(name, null);
            }

            return;
        }

        if (!node.IsUnschedulable)
        {
            _cordoned.Add(name);
            SetUnschedulable(name, true);
        }

        if (_evictions.EvictAll(name) == NodeEvictionResult.Refused)
        {
            _queue.AddAfter(name, NodeEvictions.RetryInterval);
        }
    }

    private void SetUnschedulable(string name, bool? value) =>
        _client.Patch(GroupResource.Nodes, "", name, new JsonObject { ["spec"] = new JsonObject { ["unschedulable"] = value } });
}
