using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Nodes;

/// <summary>
/// Reports nodes whose kubelet is silent as Unknown, and taints nodes by their conditions: with NoSchedule at once, with NoExecute at the
/// pace of their zone.
/// </summary>
internal sealed class NodeLifecycleController
{
    /// <summary>From the last renewal of a lease until its node counts as unreachable.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(50);

    private const string Component = "node-controller";
    private static readonly string[] _conditionTypes = ["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"];

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<Node> _nodes;
    private readonly ResourceCache<NodeLease> _leases;
    private readonly CacheIndex<Pod> _podsOnNode;
    private readonly WorkQueue<string> _queue;
    private readonly EvictionPace _pace;

    public NodeLifecycleController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _nodes = context.Nodes();
        _leases = context.Cache(GroupResource.Leases, lease => new NodeLease(lease));
        _podsOnNode = context.Pods().AddIndex(pod => pod.NodeName is { } node ? [node] : []);
        _queue = context.Queue<string>(Component, Reconcile);
        _pace = new EvictionPace(context.Loop, _queue.Add);
        _nodes.OnChange(change => _queue.Add(change.Latest.Name));
        _leases.OnChange(change =>
        {
            if (change.Latest.Namespace == NodeLease.LeaseNamespace)
            {
                _queue.Add(change.Latest.Name);
            }
        });
    }

    private void Reconcile(string name)
    {
        if (_nodes.Find(new ObjectKey("", name)) is not { } node)
        {
            _pace.Forget(name);
            return;
        }

        if (_leases.Find(new ObjectKey(NodeLease.LeaseNamespace, name))?.SilentSince is { } since && node.ReadyStatus != "Unknown")
        {
            var remaining = since + GracePeriod - _context.Now;
            if (remaining <= TimeSpan.Zero)
            {
                // The change of the node queues it again.
                ReportUnknown(node);
                return;
            }

            _queue.AddAfter(name, remaining);
        }

        _pace.Observe(name, node.ZoneKey, node.IsReady);
        UpdateTaints(node);
    }

    private void ReportUnknown(Node node)
    {
        var status = node.Source.Status.Clone();
        var conditions = StatusConditions.FromStatus(status);
        foreach (var type in _conditionTypes)
        {
            conditions.Put(new Condition(type, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status."), _context.Now);
        }

        status["conditions"] = NodeConditions.ToJson(conditions, status);
        var wasReady = node.IsReady;
        _client.WriteStatus(node, status);
        if (wasReady)
        {
            _context.Events.Record(
                node.Source,
                EventType.Normal,
                "NodeNotReady",
                $"Node {node.Name} status is now: NodeNotReady",
                Component
            );
            MarkPodsNotReady(node);
        }
    }

    private void MarkPodsNotReady(Node node)
    {
        foreach (var pod in _podsOnNode[node.Name].Where(pod => pod.IsReady).OrderBy(pod => pod.Name, StringComparer.Ordinal))
        {
            var status = pod.Source.Status.Clone();
            var ready = status.Objects("conditions").First(condition => condition.Text("type") == "Ready");
            ready["status"] = "False";
            ready["lastTransitionTime"] = Timestamps.Format(_context.Now);
            _client.WriteStatus(pod, status);
            _context.Events.Record(pod.Source, EventType.Warning, "NodeNotReady", "Node is not ready", Component);
        }
    }

    private void UpdateTaints(Node node)
    {
        var wanted = new HashSet<Taint>(NodeTaints.GetForConditions(node));
        if (NodeTaints.GetNoExecute(node) is { } noExecute)
        {
            // A node that is tainted already changes its taint at once.
            if (node.Taints.Any(NodeTaints.IsNoExecute) || _pace.TryTake(node.Name))
            {
                wanted.Add(noExecute);
            }
        }

        var current = node.Taints.Where(NodeTaints.IsManaged).ToHashSet();
        if (_pace.IsStopped)
        {
            wanted.RemoveWhere(NodeTaints.IsNoExecute);
        }

        if (current.SetEquals(wanted))
        {
            return;
        }

        var body = node.Source.Copy();
        var spec = body.GetOrAddObject("spec");
        var kept = spec.Objects("taints")
            .Where(taint => Taint.FromJson(taint) is var known && (!NodeTaints.IsManaged(known) || wanted.Contains(known)))
            .Select(taint => taint.DeepClone());
        var added = wanted.Except(current).Select(taint => taint.ToJson(_context.Now));
        var all = new JsonArray([.. kept, .. added]);
        spec.Remove("taints");
        if (all.Count > 0)
        {
            spec["taints"] = all;
        }

        _client.Update(GroupResource.Nodes, body);
    }
}
