using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Autoscaling;

/// <summary>How far the removal of a node is.</summary>
internal enum RemovalState
{
    /// <summary>None is being removed.</summary>
    None,

    /// <summary>Its pods are being evicted, or end.</summary>
    Running,

    /// <summary>Its pods could not be evicted in time: it stays.</summary>
    Failed,
}

/// <summary>Removes nodes: no pod is scheduled there any more, its pods are evicted within their budgets, then it is deleted.</summary>
internal sealed class NodeRemoval(ControllerContext context, IClusterClient client, ScaledPools pools)
{
    private const string TaintKey = "ToBeDeletedByClusterAutoscaler";

    // For this long refused evictions are tried again.
    private static readonly TimeSpan _evictionTime = TimeSpan.FromMinutes(2);

    // For this long pods may take to end.
    private static readonly TimeSpan _terminationTime = TimeSpan.FromMinutes(10);

    private readonly NodeEvictions _evictions = new(context, client);
    private readonly ResourceCache<Node> _nodes = context.Nodes();
    private (AutoscaledPool Pool, string Node, DateTimeOffset Begun)? _running;

    /// <summary>Whether a node is being removed.</summary>
    public bool IsRunning => _running is not null;

    /// <summary>Whether this node is being removed.</summary>
    public bool IsRemoving(string node) => _running?.Node == node;

    /// <summary>Whether a node of a pool is being removed.</summary>
    public bool IsRemovingFrom(AutoscaledPool pool) => _running?.Pool == pool;

    /// <summary>Removes a node without pods that would have to move.</summary>
    public void RemoveEmpty(AutoscaledPool pool, Node node)
    {
        Record(node, $"Scale-down: removing empty node {node.Name}");
        pools.Remove(pool, node);
    }

    /// <summary>Begins to remove a node with pods.</summary>
    public void Begin(AutoscaledPool pool, Node node)
    {
        SetTaint(node, isSet: true);
        Record(node, $"Scale-down: removing node {node.Name}, its pods move to others");
        _running = (pool, node.Name, context.Now);
        Continue();
    }

    /// <summary>Evicts what is left, and deletes the node when nothing is.</summary>
    public RemovalState Continue()
    {
        if (_running is not { } running)
        {
            return RemovalState.None;
        }

        if (_nodes.Find(new ObjectKey("", running.Node)) is not { } node)
        {
            _running = null;
            return RemovalState.None;
        }

        var result = _evictions.EvictAll(running.Node);
        var elapsed = context.Now - running.Begun;
        if (result == NodeEvictionResult.Empty || (result == NodeEvictionResult.Terminating && elapsed > _terminationTime))
        {
            _running = null;
            pools.Remove(running.Pool, node);
            return RemovalState.None;
        }

        if (result == NodeEvictionResult.Refused && elapsed >= _evictionTime)
        {
            _running = null;
            SetTaint(node, isSet: false);
            context.Events.Record(
                node.Source,
                EventType.Warning,
                "ScaleDownFailed",
                "failed to drain the node, aborting ScaleDown",
                ClusterAutoscaler.Component
            );
            return RemovalState.Failed;
        }

        return RemovalState.Running;
    }

    private void SetTaint(Node node, bool isSet)
    {
        var taints = new JsonArray([
            .. node.Source.Spec.Objects("taints").Where(taint => taint.Text("key") != TaintKey).Select(taint => taint.DeepClone()),
        ]);
        if (isSet)
        {
            taints.Add(
                new JsonObject
                {
                    ["key"] = TaintKey,
                    ["value"] = context.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                    ["effect"] = "NoSchedule",
                }
            );
        }

        client.Patch(GroupResource.Nodes, "", node.Name, new JsonObject { ["spec"] = new JsonObject { ["taints"] = taints } });
    }

    private void Record(Node node, string message) =>
        context.Events.Record(node.Source, EventType.Normal, "ScaleDown", message, ClusterAutoscaler.Component);
}
