using Infra.Simulator.Api;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Controllers.Revisions;
using Infra.Simulator.Informers;
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
        var (replaced, failure) = Step(set, pods, current, update);
        var status = StatefulSetStatus.Create(set, pods, replaced, current.Name, update.Name, _context.Now);
        _client.WriteStatus(set, status);
        if (set.MinReady > TimeSpan.Zero && status.Number("availableReplicas") != status.Number("readyReplicas"))
        {
            _queue.AddAfter(key, ReplicaSetStatus.UntilAvailable(pods, set.MinReady, _context.Now));
        }

        var inUse = pods.Select(p => p.Labels.GetValueOrDefault(StatefulPods.RevisionLabel) ?? "")
            .Append(current.Name)
            .Append(update.Name)
            .ToHashSet(StringComparer.Ordinal);
        _history.Truncate(set, set.RevisionHistoryLimit, inUse);
        if (failure is not null)
        {
            throw failure;
        }
    }

    // Returns the number of pods deleted for replacement, and the failure that ended the step early.
    private (int Replaced, Exception? Failure) Step(StatefulSet set, List<Pod> pods, ControllerRevision current, ControllerRevision update)
    {
        var step = StatefulSetPlan.Next(set, pods, update.Name, _context.Now);
        var writer = new StatefulPodWriter(_client, _context.Events, set);
        if (Complete(set, step.Replicas, replica => Complete(writer, replica, replica.IsUpdated ? update : current)) is { } failure)
        {
            return (0, failure);
        }

        step.Superfluous.ForEach(pod => writer.KeepClaims(pod));
        foreach (var pod in step.Delete.Concat(step.Replace))
        {
            writer.Delete(pod);
        }

        return (step.Replace.Count, null);
    }

    // In parallel, a failure does not keep the other replicas of its batch from completion; in order, it ends the step.
    private static Exception? Complete(StatefulSet set, IReadOnlyList<StatefulReplica> replicas, Action<StatefulReplica> complete)
    {
        if (set.IsParallel)
        {
            return SlowStart.Run(replicas.Count, index => complete(replicas[index]), e => e is StatusException).Failure;
        }

        try
        {
            foreach (var replica in replicas)
            {
                complete(replica);
            }
        }
        catch (StatusException refused)
        {
            return refused;
        }

        return null;
    }

    private static void Complete(StatefulPodWriter writer, StatefulReplica replica, ControllerRevision revision)
    {
        if (replica.Pod is not { } pod)
        {
            writer.Create(replica.Ordinal, revision);
            return;
        }

        if (pod.IsFinished)
        {
            // It is created again after its deletion.
            if (!pod.IsDeleting)
            {
                writer.Delete(pod);
            }

            return;
        }

        if (pod.Phase == PodPhase.Pending)
        {
            writer.CompleteClaims(pod);
        }

        if (replica.IsSettled)
        {
            writer.Update(pod);
        }
    }
}
