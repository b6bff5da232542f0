using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Pods;

/// <summary>
/// Fails and deletes pods that no kubelet will end: those on nodes that no longer exist, and terminating ones that were never bound or are
/// on a failed node that is out of service.
/// </summary>
internal sealed class PodGarbageCollector
{
    private const string OutOfService = "node.kubernetes.io/out-of-service";

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<Pod> _pods;
    private readonly ResourceCache<Node> _nodes;
    private readonly CacheIndex<Pod> _podsOnNode;

    /// <summary>Subscribes to pods and nodes.</summary>
    public PodGarbageCollector(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        (_pods, _nodes) = (context.Pods(), context.Nodes());
        _podsOnNode = _pods.AddIndex(pod => pod.NodeName is { } node ? [node] : []);
        var queue = context.Queue<ObjectKey>("pod-garbage-collector", Reconcile);
        _nodes.OnChange(change => OnNodeChange(change, queue));
        _pods.OnChange(change =>
        {
            if (change.After is { } pod && IsUnattended(pod))
            {
                queue.Add(pod.Key);
            }
        });
    }

    private void OnNodeChange(CacheChange<Node> change, WorkQueue<ObjectKey> queue)
    {
        if (change.After is { } node && !IsOutOfService(node))
        {
            return;
        }

        foreach (var pod in _podsOnNode[change.Latest.Name])
        {
            queue.Add(pod.Key);
        }
    }

    private bool IsNodeGone(Pod pod) => pod.NodeName is { } node && _nodes.Find(new ObjectKey("", node)) is null;

    private static bool IsOutOfService(Node node) => !node.IsReady && node.Taints.Any(taint => taint.Key == OutOfService);

    private bool IsUnattended(Pod pod) => IsNodeGone(pod) || (pod.IsDeleting && IsLost(pod));

    private void Reconcile(ObjectKey key)
    {
        if (_pods.Find(key) is not { } pod || !IsUnattended(pod))
        {
            return;
        }

        MarkFailed(pod, IsNodeGone(pod));
        _client.DeleteIfExists(pod, gracePeriodSeconds: 0);
    }

    private bool IsLost(Pod pod) =>
        pod.NodeName is not { } name || (_nodes.Find(new ObjectKey("", name)) is { } node && IsOutOfService(node));

    private void MarkFailed(Pod pod, bool isNodeGone)
    {
        if (pod.IsFinished)
        {
            return;
        }

        var status = (JsonObject)pod.Source.Status.DeepClone();
        status["phase"] = nameof(PodPhase.Failed);
        status["observedGeneration"] = pod.Source.Generation;
        if (isNodeGone)
        {
            var conditions = StatusConditions.FromStatus(status);
            conditions.Put(
                new Condition("DisruptionTarget", "True", "DeletionByPodGC", "PodGC: node no longer exists")
                {
                    ObservedGeneration = pod.Source.Generation,
                },
                _context.Now
            );
            status["conditions"] = conditions.ToJson();
        }

        _client.WriteStatus(pod, status);
    }
}
