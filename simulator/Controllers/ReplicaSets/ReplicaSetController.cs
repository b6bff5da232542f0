using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.ReplicaSets;

/// <summary>Creates and deletes pods to match the desired replicas of ReplicaSets, or of ReplicationControllers.</summary>
internal sealed class ReplicaSetController
{
    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly PodCreator _creator;
    private readonly ResourceCache<ReplicaSet> _sets;
    private readonly ResourceCache<Pod> _pods;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly string _kind;
    private readonly string _component;

    /// <summary>Subscribes to ReplicaSets and their pods.</summary>
    public ReplicaSetController(ControllerContext context)
        : this(context, context.ReplicaSets(), "ReplicaSet", "replicaset-controller") { }

    private ReplicaSetController(ControllerContext context, ResourceCache<ReplicaSet> sets, string kind, string component)
    {
        (_context, _sets, _kind, _component) = (context, sets, kind, component);
        _client = context.GetClient("kube-controller-manager");
        _creator = new PodCreator(_client, context.Events, component);
        _pods = context.Pods();
        _queue = context.Queue<ObjectKey>(_component, Reconcile);
        _sets.OnChange(change => _queue.Add(change.Latest.Key));
        _pods.OnChange(OnPodChange);
    }

    /// <summary>Starts the controller of ReplicationControllers.</summary>
    public static ReplicaSetController StartForReplicationControllers(ControllerContext context) =>
        new(context, context.ReplicationControllers(), "ReplicationController", "replication-controller");

    private void OnPodChange(CacheChange<Pod> change)
    {
        var pod = change.Latest;
        QueueController(pod);
        if (change.Before is { } before && before.ControllerUid != pod.ControllerUid)
        {
            QueueController(before);
        }

        if (pod.ControllerUid is not null || change.After is null)
        {
            return;
        }

        foreach (var set in _sets.ByNamespace[pod.Namespace].Where(s => s.Selector is { } selector && selector.Matches(pod.Labels)))
        {
            _queue.Add(set.Key);
        }
    }

    private void QueueController(Pod pod)
    {
        if (pod.Source.Controller is { } owner && owner.Kind == _kind)
        {
            _queue.AddAfter(new ObjectKey(pod.Namespace, owner.Name), BatchDelay.For(_pods.ByController[owner.Uid].Count));
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_sets.Find(key) is not { } set)
        {
            return;
        }

        var all = ControllerRefManager.Claim(_client, set, set.Selector, _pods, pod => pod.IsActive);
        var active = all.Where(p => p.IsActive).ToList();
        var failure = set.IsDeleting ? null : Manage(set, active);
        var status = ReplicaSetStatus.Create(set, active, all.Count(p => p.IsDeleting && !p.IsFinished), failure, _context.Now);
        _client.WriteStatus(set, status);
        if (set.MinReady > TimeSpan.Zero && status.Number("readyReplicas") != status.Number("availableReplicas"))
        {
            _queue.AddAfter(key, ReplicaSetStatus.UntilAvailable(active, set.MinReady, _context.Now));
        }

        if (failure is not null)
        {
            throw failure.Value.Cause;
        }
    }

    private ReplicaFailure? Manage(ReplicaSet set, List<Pod> active)
    {
        var missing = set.Replicas - active.Count;
        if (missing > 0)
        {
            var (created, failure) = SlowStart.Run(Math.Min(missing, SlowStart.Burst), _ => Create(), e => e is StatusException);
            if (created < missing && failure is null)
            {
                _queue.Add(set.Key);
            }

            return failure is null ? null : new ReplicaFailure("FailedCreate", failure);
        }

        if (missing < 0)
        {
            foreach (var pod in PodDeletionRank.Choose(active, RelatedPods(set), Math.Min(-missing, SlowStart.Burst), _context.Now))
            {
                Delete(set, pod);
            }

            if (-missing > SlowStart.Burst)
            {
                _queue.Add(set.Key);
            }
        }

        return null;

        void Create() => _creator.Create(set.Source, PodTemplates.NewPod(set.Template, set.Source));
    }

    // Pods of other ReplicaSets of the same Deployment count for the pods per node.
    private IEnumerable<Pod> RelatedPods(ReplicaSet set) =>
        set.ControllerUid is { } owner ? _sets.ByController[owner].SelectMany(s => _pods.ByController[s.Uid]) : _pods.ByController[set.Uid];

    private void Delete(ReplicaSet set, Pod pod)
    {
        _client.DeleteIfExists(pod);
        _context.Events.Record(set.Source, EventType.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Name}", _component);
    }
}

/// <summary>The reason a ReplicaSet could not be scaled.</summary>
internal readonly record struct ReplicaFailure(string Reason, Exception Cause);
