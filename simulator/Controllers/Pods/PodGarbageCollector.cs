using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Pods;

/// <summary>Deletes orphaned pods: those on nodes that no longer exist, and terminating ones that were never bound.</summary>
internal sealed class PodGarbageCollector
{
    private readonly IClusterClient _client;
    private readonly ResourceCache<Pod> _pods;
    private readonly ResourceCache<Node> _nodes;
    private readonly CacheIndex<Pod> _podsOnNode;

    /// <summary>Subscribes to pods and nodes.</summary>
    public PodGarbageCollector(ControllerContext context)
    {
        _client = context.GetClient("kube-controller-manager");
        (_pods, _nodes) = (context.Pods(), context.Nodes());
        _podsOnNode = _pods.AddIndex(pod => pod.NodeName is { } node ? [node] : []);
        var queue = context.Queue<ObjectKey>("pod-garbage-collector", Reconcile);
        _nodes.OnChange(change => OnNodeChange(change, queue));
        _pods.OnChange(change =>
        {
            if (change.After is { } pod && (pod.NodeName is null ? pod.IsDeleting : _nodes.Find(new ObjectKey("", pod.NodeName)) is null))
            {
                queue.Add(pod.Key);
            }
        });
    }

    private void OnNodeChange(CacheChange<Node> change, WorkQueue<ObjectKey> queue)
    {
        if (change.After is not null)
        {
            return;
        }

        foreach (var pod in _podsOnNode[change.Latest.Name])
        {
            queue.Add(pod.Key);
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_pods.Find(key) is not { } pod)
        {
            return;
        }

        var isOrphaned = pod.NodeName is { } node ? _nodes.Find(new ObjectKey("", node)) is null : pod.IsDeleting;
        if (isOrphaned)
        {
            _client.DeleteIfExists(pod, gracePeriodSeconds: 0);
        }
    }
}
