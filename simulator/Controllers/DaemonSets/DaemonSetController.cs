using System.Text.Json.Nodes;
using Infra.Simulator.Api;
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

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<DaemonSet> _sets;
    private readonly ResourceCache<Pod> _pods;
    private readonly ResourceCache<Node> _nodes;
    private readonly RevisionHistory _history;
    private readonly WorkQueue<ObjectKey> _queue;

    /// <summary>Subscribes to DaemonSets, their pods and the nodes.</summary>
    public DaemonSetController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
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
        var byNode = pods.Where(p => DaemonPods.FindNode(p) is not null).ToLookup(p => DaemonPods.FindNode(p)!, StringComparer.Ordinal);
        IReadOnlyList<Pod> PodsOn(string node) => [.. byNode[node]];
        var nodes = _nodes
            .All.OrderBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => (Node: n.Name, Check: DaemonPods.Check(set, n)))
            .ToList();
        var eligible = nodes.Where(n => n.Check.MayRun).Select(n => n.Node).ToList();
        var step = DaemonSetPlan.Place(nodes.Select(n => (n.Node, n.Check.MayRun, n.Check.MayStay)), PodsOn);
        if (step.Create.Count + step.Delete.Count == 0 && !set.UpdatesOnDelete)
        {
            step = DaemonSetPlan.Roll(eligible.Count, set, eligible, PodsOn, hash, _context.Now);
        }

        Execute(set, step, hash);
        WriteStatus(set, eligible, nodes.Select(n => n.Node), PodsOn, hash);
        var inUse = pods.Select(p => $"{set.Name}-{p.Labels.GetValueOrDefault(DaemonPods.HashLabel)}")
            .Append(revision.Name)
            .ToHashSet(StringComparer.Ordinal);
        _history.Truncate(set, set.RevisionHistoryLimit, inUse);
    }

    private void Execute(DaemonSet set, DaemonSetStep step, string hash)
    {
        foreach (var node in step.Create)
        {
            var pod = _client.Create(GroupResource.Pods, DaemonPods.NewPod(set, hash, node));
            _context.Events.Record(set.Source, EventType.Normal, "SuccessfulCreate", $"Created pod: {pod.Name}", Component);
        }

        foreach (var pod in step.Delete)
        {
            _client.DeleteIfExists(pod);
            _context.Events.Record(set.Source, EventType.Normal, "SuccessfulDelete", $"Deleted pod: {pod.Name}", Component);
        }
    }

    private void WriteStatus(
        DaemonSet set,
        List<string> eligible,
        IEnumerable<string> allNodes,
        Func<string, IReadOnlyList<Pod>> podsOn,
        string hash
    )
    {
        var (scheduled, ready, available, updated) = (0, 0, 0, 0);
        var minReady = set.MinReady;
        foreach (var node in eligible)
        {
            var pods = podsOn(node)
                .Where(p => !p.IsDeleting || p.NodeName is not null)
                .OrderBy(p => p.CreationTime)
                .ThenBy(p => p.Name, StringComparer.Ordinal)
                .ToList();
            if (pods.Count == 0)
            {
                continue;
            }

            scheduled++;
            ready += pods.Exists(p => p.IsReady) ? 1 : 0;
            available += pods.Exists(p => p.IsAvailable(minReady, _context.Now)) ? 1 : 0;
            updated += pods.Exists(p => p.Labels.GetValueOrDefault(DaemonPods.HashLabel) == hash) ? 1 : 0;
        }

        var status = new JsonObject
        {
            ["currentNumberScheduled"] = scheduled,
            ["numberMisscheduled"] = allNodes.Except(eligible).Count(n => podsOn(n).Any(p => !p.IsDeleting)),
            ["desiredNumberScheduled"] = eligible.Count,
            ["numberReady"] = ready,
            ["observedGeneration"] = set.Source.Generation,
        };
        status
            .AddUnlessZero("updatedNumberScheduled", updated)
            .AddUnlessZero("numberAvailable", available)
            .AddUnlessZero("numberUnavailable", eligible.Count - available);
        _client.WriteStatus(set, status);
        if (minReady > TimeSpan.Zero && ready != available)
        {
            _queue.AddAfter(set.Key, minReady);
        }
    }
}
