using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Nodes;

/// <summary>Deletes pods that do not tolerate the NoExecute taints of their node, or no longer do.</summary>
internal sealed class TaintEvictionController
{
    private const string Component = "taint-eviction-controller";

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<Pod> _pods;
    private readonly ResourceCache<Node> _nodes;
    private readonly WorkQueue<ObjectKey> _queue;

    /// <summary>When the toleration of a pod began to run out, by pod.</summary>
    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    public TaintEvictionController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient(Component);
        _pods = context.Pods();
        _nodes = context.Nodes();
        _queue = context.Queue<ObjectKey>(Component, Reconcile);
        var podsOnNode = _pods.AddIndex(pod => pod.NodeName is { } node ? [node] : []);
        _pods.OnChange(change =>
        {
            if (change.After is not { NodeName: not null } pod)
            {
                _since.Remove(change.Latest.Uid);
            }
            else if (change.Before?.NodeName is null || change.Before.IsDeleting != pod.IsDeleting)
            {
                _queue.Add(pod.Key);
            }
        });
        _nodes.OnChange(change =>
        {
            if (HasNoExecute(change.Before) || HasNoExecute(change.After))
            {
                foreach (var pod in podsOnNode[change.Latest.Name].OrderBy(pod => pod.Key.ToString(), StringComparer.Ordinal))
                {
                    _queue.Add(pod.Key);
                }
            }
        });
    }

    private static bool HasNoExecute(Node? node) => node is not null && node.Taints.Any(taint => taint.Effect == TaintEffect.NoExecute);

    private void Reconcile(ObjectKey key)
    {
        if (
            _pods.Find(key) is not { NodeName: { } nodeName, IsDeleting: false } pod
            || _nodes.Find(new ObjectKey("", nodeName)) is not { } node
        )
        {
            return;
        }

        var now = _context.Now;
        var wait = GetToleratedTime(pod, node);
        if (wait is null)
        {
            if (_since.Remove(pod.Uid))
            {
                Record(pod, $"Cancelling deletion of Pod {pod.Namespace}/{pod.Name}");
            }

            return;
        }

        var since = _since.GetValueOrDefault(pod.Uid, now);
        if (since + wait.Value > now)
        {
            _since[pod.Uid] = since;
            _queue.AddAfter(key, since + wait.Value - now);
            return;
        }

        _since.Remove(pod.Uid);
        Evict(pod);
    }

    /// <summary>Returns how long a pod tolerates the taints of its node; null for any time.</summary>
    private static TimeSpan? GetToleratedTime(Pod pod, Node node)
    {
        var tolerations = pod.Source.Spec.Objects("tolerations").Select(Toleration.FromJson).ToList();
        TimeSpan? shortest = null;
        foreach (var taint in node.Taints.Where(taint => taint.Effect == TaintEffect.NoExecute))
        {
            var matching = tolerations.Where(toleration => toleration.Tolerates(taint)).ToList();
            if (matching.Count == 0)
            {
                return TimeSpan.Zero;
            }

            foreach (var seconds in matching.Select(toleration => toleration.Seconds).OfType<long>())
            {
                var time = LongSeconds.ToTimeSpan(Math.Max(0, seconds));
                shortest = shortest < time ? shortest : time;
            }
        }

        return shortest;
    }

    private void Evict(Pod pod)
    {
        Record(pod, $"Marking for deletion Pod {pod.Namespace}/{pod.Name}");
        var status = pod.Source.Status.Clone();
        var conditions = StatusConditions.FromStatus(status);
        conditions.Put(
            new Condition("DisruptionTarget", "True", "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint")
            {
                ObservedGeneration = pod.Source.Generation,
            },
            _context.Now
        );
        status["conditions"] = conditions.ToJson();
        _client.WriteStatus(pod, status);
        _client.DeleteIfExists(pod);
    }

    private void Record(Pod pod, string message) =>
        _context.Events.Record(pod.Source, EventType.Normal, "TaintManagerEviction", message, Component);
}
