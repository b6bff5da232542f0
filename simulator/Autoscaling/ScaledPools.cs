using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.DaemonSets;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Nodes.Pools;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;

namespace Infra.Simulator.Autoscaling;

/// <summary>The pools that are scaled: their sizes, the nodes that start, and what a new node is like.</summary>
internal sealed class ScaledPools
{
    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ActiveFaults _faults;
    private readonly ResourceCache<PlainObject> _configMaps;
    private readonly ResourceCache<DaemonSet> _daemonSets;
    private readonly CacheIndex<Node> _members;
    private readonly Dictionary<string, int> _starting = new(StringComparer.Ordinal);

    public ScaledPools(ControllerContext context, IClusterClient client, ActiveFaults faults, IReadOnlyList<AutoscaledPool> pools)
    {
        (_context, _client, _faults) = (context, client, faults);
        All = pools;
        _configMaps = context.Plain(GroupResource.ConfigMaps);
        _daemonSets = context.Cache(GroupResource.DaemonSets, o => new DaemonSet(o));
        _members = context.Nodes().AddIndex(node => node.Labels.GetValueOrDefault(NodePool.Label) is { } pool ? [pool] : []);
    }

    /// <summary>The pools.</summary>
    public IReadOnlyList<AutoscaledPool> All { get; }

    /// <summary>The nodes of a pool by name.</summary>
    public IEnumerable<Node> GetNodes(AutoscaledPool pool) => _members[pool.Name].OrderBy(node => node.Name, StringComparer.Ordinal);

    /// <summary>The size of a pool with the nodes that start.</summary>
    public int GetSize(AutoscaledPool pool) => ReadSize(pool) + _starting.GetValueOrDefault(pool.Name);

    /// <summary>The nodes of a pool that start, with the pods of DaemonSets that they will have.</summary>
    public IEnumerable<(Node Node, IReadOnlyList<PodRequirements> Pods)> GetStarting(AutoscaledPool pool) =>
        Describe(pool).Take(CountStarting(pool));

    /// <summary>The nodes that a pool would get after those that start; none where all its zones are lost.</summary>
    public IEnumerable<(Node Node, IReadOnlyList<PodRequirements> Pods)> GetNext(AutoscaledPool pool) =>
        Describe(pool).Skip(CountStarting(pool));

    /// <summary>Orders nodes, which are there when they have started.</summary>
    public void Add(AutoscaledPool pool, int count)
    {
        var size = GetSize(pool);
        if (_configMaps.Find(new ObjectKey(NodePool.Namespace, NodePool.GetObjectName(pool.Name))) is { } map)
        {
            _context.Events.Record(
                map.Source,
                EventType.Normal,
                "ScaledUpGroup",
                $"Scale-up: setting group {pool.Name} size to {size + count} instead of {size} (max: {pool.Max})",
                ClusterAutoscaler.Component
            );
        }

        _starting[pool.Name] = _starting.GetValueOrDefault(pool.Name) + count;
        _context.Loop.After(pool.StartUp, () =>
        {
            _starting[pool.Name] -= count;
            SetSize(pool, ReadSize(pool) + count);
        });
    }

    /// <summary>Removes a node from its pool.</summary>
    public void Remove(AutoscaledPool pool, Node node)
    {
        // Nothing else runs in between, so that the pool has as many nodes as it should have before and after.
        SetSize(pool, ReadSize(pool) - 1);
        _client.DeleteIfExists(node);
    }

    /// <summary>Those that are ordered, and those whose start is over but which are not there yet.</summary>
    private int CountStarting(AutoscaledPool pool) => Math.Max(0, GetSize(pool) - _members[pool.Name].Count);

    private int ReadSize(AutoscaledPool pool) =>
        Find(pool) is { } map && int.TryParse(map.Source.Body.Text("data", "size"), CultureInfo.InvariantCulture, out var size) ? size : 0;

    private PlainObject? Find(AutoscaledPool pool) =>
        _client.Find(GroupResource.ConfigMaps, NodePool.Namespace, NodePool.GetObjectName(pool.Name)) is { } map
            ? new PlainObject(map)
            : null;

    private void SetSize(AutoscaledPool pool, int size) =>
        _client.Patch(
            GroupResource.ConfigMaps,
            NodePool.Namespace,
            NodePool.GetObjectName(pool.Name),
            new JsonObject { ["data"] = new JsonObject { ["size"] = size.ToString(CultureInfo.InvariantCulture) } }
        );

    /// <summary>The nodes that the pool would get, in their order.</summary>
    private IEnumerable<(Node Node, IReadOnlyList<PodRequirements> Pods)> Describe(AutoscaledPool pool)
    {
        if (Find(pool) is not { } map)
        {
            yield break;
        }

        var declared = NodePool.FromJson(map.Source.Body, new NodePoolOptions());
        var members = new NodePoolMembers(declared, _members[pool.Name], declared.Template);
        foreach (var number in NodePoolMembers.SkipLostZones(declared.Nodes, members.FreeNumbers(), _faults))
        {
            var node = CreateNode(declared, number);
            yield return (
                node,
                [
                    .. _daemonSets
                        .All.OrderBy(set => set.Key.ToString(), StringComparer.Ordinal)
                        .Where(set => Runs(set, node))
                        .Select(set => CreatePod(set, node)),
                ]
            );
        }
    }

    private Node CreateNode(NodePool pool, int number)
    {
        var body = SimulatedNodes.Describe(pool.WithLabel().Nodes, number, number);
        body["status"] = SimulatedNodes.CreateStatus(pool.Nodes, number, number, _context.Now);
        return new Node(new KubeObject(GroupResource.Nodes, body, 0));
    }

    private static bool Runs(DaemonSet set, Node node) => !set.IsDeleting && new EligibleNodes(set).Check(node).MayRun;

    private static PodRequirements CreatePod(DaemonSet set, Node node)
    {
        var spec = (JsonObject?)set.Template.Map("spec")?.DeepClone() ?? [];
        DaemonPods.AddTolerations(spec);
        var metadata = (JsonObject?)set.Template.Map("metadata")?.DeepClone() ?? [];
        (metadata["name"], metadata["namespace"]) = ($"{set.Name}-{node.Name}", set.Namespace);
        metadata["uid"] = $"{set.Uid}/{node.Name}";
        return new PodRequirements(
            new Pod(new KubeObject(GroupResource.Pods, new JsonObject { ["metadata"] = metadata, ["spec"] = spec }, 0))
        );
    }
}
