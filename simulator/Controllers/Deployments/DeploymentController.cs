using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Deployments;

/// <summary>Rolls out a Deployment's template by scaling its ReplicaSets.</summary>
internal sealed class DeploymentController
{
    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCache<Deployment> _deployments;
    private readonly ResourceCache<ReplicaSet> _sets;
    private readonly ResourceCache<Pod> _pods;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly ReplicaSetScaling _scaling;
    private readonly NewReplicaSetSync _newSets;
    private readonly Rollback _rollback;

    /// <summary>Subscribes to Deployments, ReplicaSets and pods.</summary>
    public DeploymentController(ControllerContext context)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _deployments = context.Deployments();
        _sets = context.ReplicaSets();
        _pods = context.Pods();
        _scaling = new ReplicaSetScaling(_client, context.Events);
        _newSets = new NewReplicaSetSync(context, _client, _scaling);
        _rollback = new Rollback(_client, context.Events);
        _queue = context.Queue<ObjectKey>(ReplicaSetScaling.Component, Reconcile);
        _deployments.OnChange(change => _queue.Add(change.Latest.Key));
        _sets.OnChange(OnReplicaSetChange);
        _pods.OnChange(OnPodChange);
    }

    private void OnReplicaSetChange(CacheChange<ReplicaSet> change)
    {
        foreach (var set in (ReadOnlySpan<ReplicaSet?>)[change.Before, change.After])
        {
            if (set?.Source.Controller is { Kind: "Deployment" } owner)
            {
                _queue.Add(new ObjectKey(set.Namespace, owner.Name));
            }
        }

        if (change.After is not { ControllerUid: null } orphan)
        {
            return;
        }

        foreach (var deployment in _deployments.ByNamespace[orphan.Namespace].Where(d => d.Selector is { } s && s.Matches(orphan.Labels)))
        {
            _queue.Add(deployment.Key);
        }
    }

    // A Recreate rollout continues after the deletion of the last old pod.
    private void OnPodChange(CacheChange<Pod> change)
    {
        if (
            change is { After: null, Before: { ControllerUid: not null } pod }
            && pod.Source.Controller is { Kind: "ReplicaSet" } owner
            && _sets.Find(new ObjectKey(pod.Namespace, owner.Name))?.Source.Controller is { Kind: "Deployment" } deployment
        )
        {
            _queue.Add(new ObjectKey(pod.Namespace, deployment.Name));
        }
    }

    private void Reconcile(ObjectKey key)
    {
        if (_deployments.Find(key) is not { } deployment)
        {
            return;
        }

        var sets = ControllerRefManager.Claim(_client, deployment, deployment.Selector, _sets);
        if (deployment.IsDeleting)
        {
            var current = NewReplicaSetSync.Find(deployment, sets);
            WriteStatus(deployment, sets.Where(s => s != current), current, isRollout: false);
            return;
        }

        deployment = MarkPaused(deployment);
        if (!deployment.IsPaused && Rollback.FindRevision(deployment) is { } revision)
        {
            if (_newSets.Ensure(deployment, sets) is not null)
            {
                _rollback.Apply(deployment, revision, sets);
            }
        }
        else if (deployment.IsPaused || IsScaled(deployment, sets))
        {
            ScaleOnly(deployment, sets);
        }
        else if (deployment.IsRecreate)
        {
            Recreate(deployment, sets);
        }
        else
        {
            Roll(deployment, sets);
        }
    }

    private void Roll(Deployment deployment, List<ReplicaSet> sets)
    {
        if (_newSets.Ensure(deployment, sets) is not { } newSet)
        {
            return;
        }

        var old = sets.Where(s => s.Uid != newSet.Uid).ToList();
        var size = RollingUpdate.NewSize(deployment.Bounds, sets.Sum(s => s.Replicas), newSet.Replicas);
        if (!_scaling.Resize(deployment, newSet, size))
        {
            var shrunk = RollingUpdate.ScaleDownOld(deployment.Bounds, newSet, old);
            _scaling.Resize(deployment, shrunk);
            if (shrunk.Count == 0)
            {
                CleanUp(deployment, old);
            }
        }

        WriteStatus(deployment, old, newSet, isRollout: true);
    }

    private void Recreate(Deployment deployment, List<ReplicaSet> sets)
    {
        var newSet = NewReplicaSetSync.Find(deployment, sets);
        var old = sets.Where(s => s != newSet).ToList();
        var resized = false;
        foreach (var set in old.Where(s => s.Replicas > 0))
        {
            resized |= _scaling.Resize(deployment, set, 0);
        }

        if (resized || HasOldPods(old))
        {
            WriteStatus(deployment, old, newSet, isRollout: true);
            return;
        }

        newSet = _newSets.Ensure(deployment, sets);
        if (newSet is null)
        {
            return;
        }

        _scaling.Resize(deployment, newSet, deployment.Replicas);
        CleanUp(deployment, old);
        WriteStatus(deployment, old, newSet, isRollout: true);
    }

    private bool HasOldPods(List<ReplicaSet> old) =>
        old.Any(s => s.ActualReplicas > 0) || old.SelectMany(s => _pods.ByController[s.Uid]).Any(p => !p.IsFinished);

    private void ScaleOnly(Deployment deployment, List<ReplicaSet> sets)
    {
        var newSet = NewReplicaSetSync.Find(deployment, sets);
        var old = sets.Where(s => s != newSet).ToList();
        if (newSet is not null && _newSets.Update(deployment, newSet, old))
        {
            return;
        }

        Scale(deployment, newSet, old);
        if (deployment.IsPaused)
        {
            CleanUp(deployment, old);
        }

        WriteStatus(deployment, old, newSet, isRollout: false);
    }

    private void Scale(Deployment deployment, ReplicaSet? newSet, List<ReplicaSet> old)
    {
        var active = old.Append(newSet).OfType<ReplicaSet>().Where(s => s.Replicas > 0).ToList();
        var only = active.Count switch
        {
            0 => newSet
                ?? old.OrderByDescending(s => s.CreationTime).ThenByDescending(s => s.Name, StringComparer.Ordinal).FirstOrDefault(),
            1 => active[0],
            _ => null,
        };
        if (only is not null)
        {
            _scaling.Resize(deployment, only, deployment.Replicas);
        }
        else if (newSet is not null && IsSaturated(deployment, newSet))
        {
            old.Where(s => s.Replicas > 0).ToList().ForEach(s => _scaling.Resize(deployment, s, 0));
        }
        else if (!deployment.IsRecreate && active.Count > 0)
        {
            ScaleProportionally(deployment, active);
        }
    }

    private void ScaleProportionally(Deployment deployment, List<ReplicaSet> active)
    {
        var sizes = ProportionalScaling.Spread(
            deployment.Bounds,
            active,
            s => (int?)Revisions.Number(s.Annotations, Revisions.MaxReplicas),
            (int)(deployment.Source.Status.Number("replicas") ?? 0)
        );
        foreach (var (set, replicas) in sizes)
        {
            _scaling.Rescale(deployment, set, replicas);
        }
    }

    private static bool IsSaturated(Deployment deployment, ReplicaSet newSet) =>
        newSet.Replicas == deployment.Replicas
        && Revisions.Number(newSet.Annotations, Revisions.DesiredReplicas) == deployment.Replicas
        && newSet.AvailableReplicas == deployment.Replicas;

    private static bool IsScaled(Deployment deployment, List<ReplicaSet> sets) =>
        sets.Any(s =>
            s.Replicas > 0 && Revisions.Number(s.Annotations, Revisions.DesiredReplicas) is { } desired && desired != deployment.Replicas
        );

    // The rest of the reconciliation goes on with the condition, but with the version from before: its first write of the Deployment
    // conflicts. So a new ReplicaSet is created at once, and the condition stays until the rollout progresses.
    private Deployment MarkPaused(Deployment deployment)
    {
        var conditions = StatusConditions.FromStatus(deployment.Source.Status);
        var current = conditions.FindCondition("Progressing");
        if (
            deployment.ProgressDeadline is null
            || current?.Reason == "ProgressDeadlineExceeded"
            || deployment.IsPaused == (current?.Reason == "DeploymentPaused")
        )
        {
            return deployment;
        }

        var condition = deployment.IsPaused
            ? new Condition("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused")
            : new Condition("Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed");
        conditions.Set(condition with { LastUpdateTime = _context.Now }, _context.Now);
        var body = deployment.Source.Copy();
        body.GetOrAddObject("status")["conditions"] = conditions.ToJson();
        _client.WriteStatus(deployment, body.GetOrAddObject("status"));
        return new Deployment(new KubeObject(deployment.Source.Resource, body, deployment.Source.Version));
    }

    // Old revisions are deleted once the status says that the rollout is complete.
    private void CleanUp(Deployment deployment, List<ReplicaSet> old)
    {
        if (!deployment.IsPaused && !DeploymentStatus.IsRecordedComplete(deployment))
        {
            return;
        }

        var removable = old.Where(s => !s.IsDeleting).ToList();
        var surplus = (int)Math.Max(0, removable.Count - deployment.RevisionHistoryLimit);
        foreach (var set in removable.OrderBy(Revisions.Get).ThenBy(s => s.CreationTime).Take(surplus))
        {
            if (set is { ActualReplicas: 0, Replicas: 0 } && set.Source.Generation <= set.ObservedGeneration)
            {
                _client.DeleteIfExists(set, PropagationPolicy.Background);
            }
        }
    }

    private void WriteStatus(Deployment deployment, IEnumerable<ReplicaSet> old, ReplicaSet? newSet, bool isRollout)
    {
        var status = new DeploymentStatus(deployment, old, newSet, _context.Now);
        if (isRollout && status.Progress() is { } wait)
        {
            _queue.AddAfter(deployment.Key, wait);
        }

        _client.WriteStatus(deployment, status.ToJson());
    }
}
