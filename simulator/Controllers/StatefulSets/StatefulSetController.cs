using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Revisions;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.StatefulSets;

/// <summary>Runs the pods of StatefulSets.</summary>
internal sealed class StatefulSetController
{
    private const string Component = "statefulset-controller";

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<StatefulSet> _sets;
    private readonly ResourceCache<Pod> _pods;
    private readonly RevisionHistory _history;
    private readonly WorkQueue<ObjectKey> _queue;

    /// <summary>Subscribes to StatefulSets, their pods and their revisions.</summary>
    public StatefulSetController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _sets = context.StatefulSets();
        _pods = context.Pods();
        var revisions = context.ControllerRevisions();
        _history = new RevisionHistory(_client, revisions, RevisionHash.OfPatch);
        _queue = context.Queue<ObjectKey>(Component, Reconcile);
        _sets.OnChange(change => _queue.Add(change.Latest.Key));
        _pods.OnChange(change => QueueOwner(change.Latest));
        revisions.OnChange(change => QueueOwner(change.Latest));
    }

    private void QueueOwner(ObjectView dependent)
    {
        if (dependent.Source.Controller is { Kind: "StatefulSet" } owner)
        {
            _queue.Add(new ObjectKey(dependent.Namespace, owner.Name));
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_sets.Find(key) is not { } set)
        {
            return;
        }

        var pods = ControllerRefManager.Claim(_client, set, set.Selector, _pods, pod => StatefulPods.FindOrdinal(set, pod) is not null);
        if (set.IsDeleting)
        {
            // A StatefulSet being deleted creates nothing; the garbage collector deletes its dependents, revisions included.
            var (currentName, updateName) = (
                set.Source.Status.Text("currentRevision") ?? "",
                set.Source.Status.Text("updateRevision") ?? ""
            );
            _client.WriteStatus(set, StatefulSetStatus.Create(set, pods, 0, currentName, updateName, _context.Now));
            return;
        }

        if (_history.Ensure(set, set.Selector, set.Template) is not { } update)
        {
            return;
        }

        var current = set.Source.Status.Text("currentRevision") is { } name
            ? _history.List(set).FirstOrDefault(r => r.Name == name) ?? update
            : update;
        ClaimRetention.Apply(_client, set, pods);
        var replaced = Step(set, pods, current, update);
        var status = StatefulSetStatus.Create(set, pods, replaced, current.Name, update.Name, _context.Now);
        _client.WriteStatus(set, status);
        if (set.MinReady > TimeSpan.Zero && status.Number("availableReplicas") != status.Number("readyReplicas"))
        {
            _queue.AddAfter(key, ReplicaSets.ReplicaSetStatus.UntilAvailable(pods, set.MinReady, _context.Now));
        }

        var inUse = pods.Select(p => p.Labels.GetValueOrDefault(StatefulPods.RevisionLabel) ?? "")
            .Append(current.Name)
            .Append(update.Name)
            .ToHashSet(StringComparer.Ordinal);
        _history.Truncate(set, set.RevisionHistoryLimit, inUse);
    }

    /// <summary>Executes the next step; returns the number of pods deleted for replacement.</summary>
    private int Step(StatefulSet set, List<Pod> pods, ControllerRevision current, ControllerRevision update)
    {
        var step = StatefulSetPlan.Next(set, pods, update.Name, _context.Now);
        foreach (var (ordinal, updated) in step.Create)
        {
            Create(set, ordinal, updated ? update : current);
        }

        // A claim that was deleted is created again for a pod that waits for it.
        foreach (var pod in pods.Where(pod => pod is { Phase: PodPhase.Pending, IsDeleting: false }))
        {
            CreateClaims(set, pod.Name);
        }

        foreach (var pod in step.Delete.Concat(step.Replace))
        {
            _client.DeleteIfExists(pod);
            RecordEvent(set, "SuccessfulDelete", $"Delete Pod {pod.Name} in StatefulSet {set.Name} successful");
        }

        return step.Replace.Count;
    }

    private void CreateClaims(StatefulSet set, string pod)
    {
        foreach (var claim in StatefulPods.NewClaims(set, pod))
        {
            CreateClaim(set, claim, pod);
        }
    }

    private void Create(StatefulSet set, int ordinal, ControllerRevision revision)
    {
        var name = StatefulPods.GetName(set, ordinal);
        try
        {
            CreateClaims(set, name);
            _client.Create(GroupResource.Pods, StatefulPods.NewPod(set, revision.Template, revision.Name, ordinal));
            RecordEvent(set, "SuccessfulCreate", $"Create Pod {name} in StatefulSet {set.Name} successful");
        }
        catch (StatusException refused) when (!refused.IsAlreadyExists)
        {
            _context.Events.Record(
                set.Source,
                EventType.Warning,
                "FailedCreate",
                $"Create Pod {name} in StatefulSet {set.Name} failed error: {refused.Message}",
                Component
            );
            throw;
        }
    }

    private void CreateClaim(StatefulSet set, JsonObject claim, string pod)
    {
        var name = claim.Text("metadata", "name")!;
        if (_client.Find(GroupResource.PersistentVolumeClaims, set.Namespace, name) is not null)
        {
            return;
        }

        _client.Create(GroupResource.PersistentVolumeClaims, claim);
        RecordEvent(set, "SuccessfulCreate", $"Create Claim {name} Pod {pod} in StatefulSet {set.Name} success");
    }

    private void RecordEvent(StatefulSet set, string reason, string message) =>
        _context.Events.Record(set.Source, EventType.Normal, reason, message, Component);
}
