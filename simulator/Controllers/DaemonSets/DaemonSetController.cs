using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Controllers.Revisions;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.DaemonSets;

/// <summary>Runs one pod of each DaemonSet on every eligible node.</summary>
internal sealed class DaemonSetController
{
    private const string Component = "daemonset-controller";
    private const int BurstReplicas = 250;

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<DaemonSet> _sets;
    private readonly ResourceCache<Pod> _pods;
    private readonly ResourceCache<Node> _nodes;
    private readonly PodCreator _creator;
    private readonly RevisionHistory _history;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly FailedPodBackOff _failedPods = new();

    /// <summary>Subscribes to DaemonSets, their pods and the nodes.</summary>
    public DaemonSetController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _creator = new PodCreator(_client, context.Events, Component);
        _sets = context.Cache(GroupResource.DaemonSets, o => new DaemonSet(o));
        _pods = context.Pods();
        _nodes = context.Nodes();
        var revisions = context.ControllerRevisions();
        _history = new RevisionHistory(_client, revisions, RevisionHash.OfTemplate);
        _queue = context.Queue<ObjectKey>(Component, Reconcile);
        _sets.OnChange(change => _queue.Add(change.Latest.Key));
        _pods.OnChange(change => QueueOwner(change.Latest));
        revisions.OnChange(change => QueueOwner(change.Latest));
        _nodes.OnChange(_ => QueueAll());
    }

    private void QueueOwner(ObjectView dependent)
    {
        if (dependent.Source.Controller is { Kind: "DaemonSet" } owner)
        {
            _queue.Add(new ObjectKey(dependent.Namespace, owner.Name));
        }
    }

    private void QueueAll()
    {
        foreach (var set in _sets.All)
        {
            _queue.Add(set.Key);
        }
    }

    private void Reconcile(ObjectKey key)
    {
        // A DaemonSet being deleted creates nothing; the garbage collector deletes its dependents, revisions included.
        if (_sets.Find(key) is not { IsDeleting: false } set)
        {
            return;
        }

        var pods = ControllerRefManager.Claim(_client, set, set.Selector, _pods);
        if (_history.Ensure(set, set.Selector, set.Template) is not { } revision)
        {
            return;
        }

        var hash = revision.Labels.GetValueOrDefault(DaemonPods.HashLabel) ?? "";
        var byNode = pods.Where(p => DaemonPods.FindNode(p) is not null && !(p.IsDeleting && p.IsFinished))
            .ToLookup(p => DaemonPods.FindNode(p)!, StringComparer.Ordinal);
        var eligible = new EligibleNodes(set);
        var nodes = _nodes
            .All.OrderBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => (n.Name, Check: eligible.Check(n)))
            .Select(n => new DaemonNode(n.Name, n.Check.MayRun, n.Check.MayStay, [.. byNode[n.Name]]))
            .ToList();
        var plan = new DaemonSetPlan(set, nodes, hash, _context.Now);
        var step = plan.Place((node, pod) => MayRemove(set, node, pod));
        // The scheduler cannot bind a pod to a node that is gone, and no kubelet will delete it.
        step = step with { Delete = [.. step.Delete, .. pods.Where(IsStranded)] };
        if (step.Create.Count + step.Delete.Count == 0 && !set.UpdatesOnDelete)
        {
            step = plan.Roll();
        }

        var failure = Execute(set, step, hash);
        var inUse = pods.Select(p => $"{set.Name}-{p.Labels.GetValueOrDefault(DaemonPods.HashLabel)}")
            .Append(revision.Name)
            .ToHashSet(StringComparer.Ordinal);
        _history.Truncate(set, set.RevisionHistoryLimit, inUse);
        WriteStatus(set, nodes, hash);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private bool IsStranded(Pod pod) =>
        pod is { NodeName: null, IsDeleting: false }
        && DaemonPods.FindNode(pod) is { } node
        && _nodes.Find(new ObjectKey("", node)) is null;

    // Failed pods are deleted with a growing delay: a node may reject them again and again.
    private bool MayRemove(DaemonSet set, DaemonNode node, Pod pod)
    {
        if (pod.Phase == PodPhase.Failed)
        {
            var wait = _failedPods.Next($"{set.Uid}/{node.Name}", _context.Now);
            if (wait > TimeSpan.Zero)
            {
                _queue.AddAfter(set.Key, wait);
                return false;
            }

            var killed = $"Found failed daemon pod {pod.Namespace}/{pod.Name} on node {node.Name}, will try to kill it";
            _context.Events.Record(set.Source, EventType.Warning, "FailedDaemonPod", killed, Component);
            return true;
        }

        var deleted = $"Found succeeded daemon pod {pod.Namespace}/{pod.Name} on node {node.Name}, will try to delete it";
        _context.Events.Record(set.Source, EventType.Normal, "SucceededDaemonPod", deleted, Component);
        return true;
    }

    private StatusException? Execute(DaemonSet set, DaemonSetStep step, string hash)
    {
        var nodes = step.Create.Take(BurstReplicas).ToList();
        var (_, failure) = SlowStart.Run(nodes.Count, Create, e => e is StatusException);
        foreach (var pod in step.Delete.Take(BurstReplicas))
        {
            _client.DeleteIfExists(pod);
            _context.Events.Record(set.Source, EventType.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Name}", Component);
        }

        return (StatusException?)failure;

        void Create(int index) => _creator.Create(set.Source, DaemonPods.NewPod(set, hash, nodes[index]));
    }

    private void WriteStatus(DaemonSet set, List<DaemonNode> nodes, string hash)
    {
        var minReady = set.MinReady;
        // The oldest pod of a node counts.
        var oldest = nodes.Where(node => node.MayRun).Select(node => DaemonSetPlan.Order(node.Pods).FirstOrDefault()).ToList();
        var pods = oldest.OfType<Pod>().ToList();
        var (ready, available) = (pods.Count(p => p.IsReady), pods.Count(p => p.IsAvailable(minReady, _context.Now)));
        var status = new JsonObject
        {
            ["currentNumberScheduled"] = pods.Count,
            ["numberMisscheduled"] = nodes.Count(node => !node.MayRun && node.Pods.Count > 0),
            ["desiredNumberScheduled"] = oldest.Count,
            ["numberReady"] = ready,
            ["observedGeneration"] = set.Source.Generation,
        };
        status
            .AddUnlessZero("updatedNumberScheduled", pods.Count(p => DaemonSetPlan.IsUpdated(p, hash)))
            .AddUnlessZero("numberAvailable", available)
            .AddUnlessZero("numberUnavailable", oldest.Count - available);
        if (set.Source.Status["collisionCount"] is { } collisions)
        {
            status["collisionCount"] = collisions.DeepClone();
        }

        _client.WriteStatus(set, status);
        if (minReady > TimeSpan.Zero && ready != available)
        {
            _queue.AddAfter(set.Key, minReady);
        }
    }
}
