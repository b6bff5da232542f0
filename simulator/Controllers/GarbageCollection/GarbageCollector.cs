using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.GarbageCollection;

/// <summary>
/// Deletes objects without a remaining owner, completes foreground deletions after their dependents, and orphans dependents. It watches all
/// resource types and therefore keeps only the owner references.
/// </summary>
internal sealed class GarbageCollector
{
    private const string ForegroundFinalizer = "foregroundDeletion";
    private const string OrphanFinalizer = "orphan";

    private readonly IClusterClient _client;
    private readonly ResourceCatalog _catalog;
    private readonly OwnershipGraph _graph = new();
    private readonly WorkQueue<string> _owners;
    private readonly WorkQueue<string> _dependents;

    /// <summary>Watches all resource types, those of later custom resource definitions included.</summary>
    public GarbageCollector(ControllerContext context, ResourceCatalog catalog)
    {
        _client = context.GetClient("generic-garbage-collector");
        _catalog = catalog;
        _owners = context.Queue<string>("garbage-collector", ReconcileOwner);
        _dependents = context.Queue<string>("garbage-collector", ReconcileDependent);
        _ = new KindWatcher(context, _client, catalog, OnChange);
    }

    private void OnChange(KubeObject item, bool isDeleted)
    {
        if (isDeleted)
        {
            foreach (var dependent in _graph.GetDependents(item.Uid))
            {
                _dependents.Add(dependent.Uid);
            }

            foreach (var owner in item.OwnerReferences)
            {
                _owners.Add(owner.Uid);
            }

            _graph.Remove(item);
            return;
        }

        _graph.Put(item);
        if (item.OwnerReferences.Count > 0)
        {
            _dependents.Add(item.Uid);
        }

        if (item.IsDeleting && item.Finalizers.Any(f => f is ForegroundFinalizer or OrphanFinalizer))
        {
            _owners.Add(item.Uid);
        }
    }

    private void ReconcileOwner(string uid)
    {
        if (_graph.Find(uid) is not { IsDeleting: true } owner)
        {
            return;
        }

        if (owner.Finalizers.Contains(OrphanFinalizer))
        {
            foreach (var dependent in _graph.GetDependents(uid))
            {
                RemoveReferences(dependent, r => r == uid);
            }

            _client.RemoveFinalizer(owner, OrphanFinalizer);
        }
        else if (owner.Finalizers.Contains(ForegroundFinalizer))
        {
            DeleteInForeground(owner);
        }
    }

    private void DeleteInForeground(KubeObject owner)
    {
        var dependents = _graph.GetDependents(owner.Uid);
        foreach (var dependent in dependents.Where(d => !d.IsDeleting))
        {
            _dependents.Add(dependent.Uid);
        }

        if (!dependents.Any(d => d.OwnerReferences.Any(r => r.Uid == owner.Uid && r.BlockOwnerDeletion)))
        {
            _client.RemoveFinalizer(owner, ForegroundFinalizer);
        }
    }

    private void ReconcileDependent(string uid)
    {
        if (_graph.Find(uid) is not { } item || item.OwnerReferences.Count == 0)
        {
            return;
        }

        if (item.IsDeleting && !item.Finalizers.Contains(ForegroundFinalizer))
        {
            return;
        }

        var (solid, dangling, waiting) = Classify(item);
        if (solid > 0)
        {
            if (dangling.Count + waiting.Count > 0)
            {
                RemoveReferences(item, owner => dangling.Contains(owner) || waiting.Contains(owner));
            }
        }
        else if (!item.IsDeleting)
        {
            // A dependent with dependents is itself deleted in the foreground, so that the owner waits for the whole chain.
            var policy = waiting.Count > 0 && _graph.GetDependents(uid).Count > 0 ? PropagationPolicy.Foreground : DefaultPolicy(item);
            _client.DeleteIfExists(new PlainObject(item), policy);
        }
    }

    private (int Solid, HashSet<string> Dangling, HashSet<string> Waiting) Classify(KubeObject item)
    {
        var solid = 0;
        var (dangling, waiting) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var reference in item.OwnerReferences)
        {
            if (FindOwner(item, reference) is not { } owner)
            {
                dangling.Add(reference.Uid);
            }
            else if (owner.IsDeleting && owner.Finalizers.Contains(ForegroundFinalizer))
            {
                waiting.Add(reference.Uid);
            }
            else
            {
                solid++;
            }
        }

        return (solid, dangling, waiting);
    }

    private KubeObject? FindOwner(KubeObject item, OwnerReference reference)
    {
        if (_catalog.FindByKind(reference.ApiVersion, reference.Kind) is not { } kind)
        {
            // An unknown kind may be registered later: the owner counts as existing.
            return item;
        }

        var owner = _client.Find(kind.Resource, kind.Namespaced ? item.Namespace : "", reference.Name);
        return owner?.Uid == reference.Uid ? owner : null;
    }

    private static PropagationPolicy DefaultPolicy(KubeObject item) =>
        item.Finalizers.Contains(OrphanFinalizer) ? PropagationPolicy.Orphan
        : item.Finalizers.Contains(ForegroundFinalizer) ? PropagationPolicy.Foreground
        : PropagationPolicy.Background;

    private void RemoveReferences(KubeObject item, Func<string, bool> shouldRemove)
    {
        if (_client.Find(item.Resource, item.Namespace, item.Name) is not { } current || current.Uid != item.Uid)
        {
            return;
        }

        var body = current.Copy();
        JsonArray left =
        [
            .. body.Objects("metadata", "ownerReferences").Where(r => !shouldRemove(r.Text("uid") ?? "")).Select(r => r.DeepClone()),
        ];
        if (left.Count > 0)
        {
            body.GetOrAddObject("metadata")["ownerReferences"] = left;
        }
        else
        {
            body.GetOrAddObject("metadata").Remove("ownerReferences");
        }

        _client.Update(item.Resource, body);
    }
}
