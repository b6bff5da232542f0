using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Nodes.Pools;

/// <summary>
/// Creates the nodes of pools, and removes those that a pool no longer has: each is cordoned, its pods are evicted within their disruption
/// budgets, then it is deleted.
/// </summary>
internal sealed class NodePoolController
{
    private const string Component = "node-pool-controller";
    private const string RemovalAnnotation = "simulator.infra/removing";

    private readonly ControllerContext _context;
    private readonly NodePoolOptions _initial;
    private readonly ActiveFaults _faults;
    private readonly IClusterClient _client;
    private readonly ResourceCache<PlainObject> _configMaps;
    private readonly ResourceCache<Node> _nodes;
    private readonly CacheIndex<Node> _members;
    private readonly NodeEvictions _evictions;
    private readonly WorkQueue<string> _queue;
    private readonly HashSet<string> _draining = new(StringComparer.Ordinal);

    /// <summary>Subscribes to pools, nodes and pods.</summary>
    public NodePoolController(ControllerContext context, NodePoolOptions initial, ActiveFaults faults)
    {
        (_context, _initial, _faults) = (context, initial, faults);
        _client = context.GetClient(Component);
        _configMaps = context.Plain(GroupResource.ConfigMaps);
        _nodes = context.Nodes();
        _members = _nodes.AddIndex(node => FindPool(node) is { } pool ? [pool] : []);
        _evictions = new NodeEvictions(context, _client);
        _queue = context.Queue<string>(Component, Reconcile);
        _configMaps.OnChange(change => AddPool(change.Latest));
        faults.OnChange(
            (fault, isActive) =>
            {
                if (fault.Type == FaultType.LoseZone && !isActive)
                {
                    AddAll();
                }
            }
        );
        _nodes.OnChange(change =>
        {
            if (change.Before is null || change.After is null)
            {
                AddDeclared(change.Latest);
            }
        });
        context
            .Pods()
            .OnChange(change =>
            {
                if (change.Latest.NodeName is { } node && _draining.Contains(node) && _nodes.Find(new ObjectKey("", node)) is { } drained)
                {
                    AddDeclared(drained);
                }
            });
    }

    /// <summary>Whether a pool replaces the nodes that a cluster starts with.</summary>
    public static bool IsInitialPoolDeclared(IClusterClient client) =>
        client.Find(GroupResource.ConfigMaps, NodePool.Namespace, NodePool.GetObjectName(NodePool.Initial)) is { } declared
        && declared.Labels.ContainsKey(NodePool.Label);

    private static string? FindPool(Node node) =>
        node.Labels.GetValueOrDefault(NodePool.Label) ?? (SimulatedNodes.IsSimulated(node) ? NodePool.Initial : null);

    /// <summary>A pool whose zones were all lost could not grow.</summary>
    private void AddAll()
    {
        foreach (var configMap in _configMaps.ByNamespace[NodePool.Namespace].OrderBy(one => one.Name, StringComparer.Ordinal))
        {
            AddPool(configMap);
        }
    }

    private void AddPool(PlainObject configMap)
    {
        if (
            configMap.Namespace == NodePool.Namespace
            && configMap.Labels.TryGetValue(NodePool.Label, out var pool)
            && configMap.Name == NodePool.GetObjectName(pool)
        )
        {
            _queue.Add(pool);
        }
    }

    /// <summary>Nodes that belong to no declared pool are left alone.</summary>
    private void AddDeclared(Node node)
    {
        if (FindPool(node) is { } pool && (Find(pool) is not null || IsRemoving(node)))
        {
            _queue.Add(pool);
        }
    }

    private PlainObject? Find(string pool) =>
        _configMaps.Find(new ObjectKey(NodePool.Namespace, NodePool.GetObjectName(pool))) is { } found
        && found.Labels.ContainsKey(NodePool.Label)
            ? found
            : null;

    private static bool IsRemoving(Node node) => node.Annotations.ContainsKey(RemovalAnnotation);

    private void Reconcile(string name)
    {
        try
        {
            Apply(name, Read(name));
        }
        catch (Exception invalid) when (invalid is FormatException or StatusException { Reason: StatusReason.Invalid })
        {
            if (Find(name) is { } pool)
            {
                _context.Events.Record(pool.Source, EventType.Warning, "InvalidNodePool", invalid.Message, Component);
            }
        }
    }

    private void Apply(string name, NodePool pool)
    {
        var members = new NodePoolMembers(pool, _members[name], NodePool.GetTemplate(_initial));
        var surplus = members.Surplus;
        foreach (var node in _members[name].Where(IsRemoving).Except(surplus).ToList())
        {
            Keep(node);
        }

        foreach (var node in surplus)
        {
            Remove(node, name);
        }

        if (members.Missing > 0)
        {
            Create(pool, members);
        }
    }

    /// <summary>A pool that is removed has no nodes; those that the cluster started with come back.</summary>
    private NodePool Read(string name) =>
        Find(name) is { } declared ? NodePool.FromJson(declared.Source.Body, GetDefaults(name))
        : name == NodePool.Initial ? new NodePool(name, _initial)
        : new NodePool(name, new NodePoolOptions { Count = 0, NamePrefix = $"{name}-" });

    private NodePoolOptions GetDefaults(string name) => name == NodePool.Initial ? _initial : new NodePoolOptions();

    private void Create(NodePool pool, NodePoolMembers members)
    {
        var options = pool.WithLabel().Nodes;
        var network = _nodes.All.Select(SimulatedNodes.GetNetwork).DefaultIfEmpty().Max();
        var free = NodePoolMembers
            .SkipLostZones(options, members.FreeNumbers(), _faults)
            .Where(number => _nodes.Find(new ObjectKey("", SimulatedNodes.GetName(options, number))) is null);
        foreach (var number in free.Take(members.Missing))
        {
            var node = SimulatedNodes.Describe(options, number, ++network);
            node.GetOrAddObject("metadata")["annotations"] = new JsonObject { [NodePoolMembers.TemplateAnnotation] = pool.Template };
            var body = _client.Create(GroupResource.Nodes, node).Copy();
            body["status"] = SimulatedNodes.CreateStatus(options, number, network, _context.Now);
            _client.UpdateStatus(GroupResource.Nodes, body);
        }
    }

    private void Keep(Node node)
    {
        _draining.Remove(node.Name);
        Mark(node, null);
    }

    private void Remove(Node node, string pool)
    {
        if (!IsRemoving(node))
        {
            Mark(node, true);
        }

        _draining.Add(node.Name);
        var result = _evictions.EvictAll(node.Name);
        if (result == NodeEvictionResult.Empty)
        {
            _draining.Remove(node.Name);
            _client.DeleteIfExists(node);
        }
        else if (result == NodeEvictionResult.Refused)
        {
            _queue.AddAfter(pool, NodeEvictions.RetryInterval);
        }
    }

    private void Mark(Node node, bool? isRemoving) =>
        _client.Patch(
            GroupResource.Nodes,
            "",
            node.Name,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["annotations"] = new JsonObject { [RemovalAnnotation] = isRemoving is null ? null : "true" },
                },
                ["spec"] = new JsonObject { ["unschedulable"] = isRemoving },
            }
        );
}
