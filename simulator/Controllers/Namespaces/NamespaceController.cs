using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Namespaces;

/// <summary>Deletes the content of a terminating namespace, then finalizes the namespace.</summary>
internal sealed class NamespaceController
{
    private const string Finalizer = "kubernetes";

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private readonly ControllerContext _context;
    private readonly IClusterClient _client;
    private readonly ResourceCatalog _catalog;
    private readonly ResourceCache<PlainObject> _namespaces;
    private readonly WorkQueue<ObjectKey> _queue;

    /// <summary>Subscribes to namespaces.</summary>
    public NamespaceController(ControllerContext context, ResourceCatalog catalog)
    {
        _context = context;
        _client = context.GetClient("kube-controller-manager");
        _catalog = catalog;
        _namespaces = context.Plain(GroupResource.Namespaces);
        _queue = context.Queue<ObjectKey>("namespace-controller", Reconcile);
        _namespaces.OnChange(change => _queue.Add(change.Latest.Key));
    }

    private void Reconcile(ObjectKey key)
    {
        if (_namespaces.Find(key) is not { IsDeleting: true } terminating || !Finalizers(terminating).Contains(Finalizer))
        {
            return;
        }

        var content = DeleteContent(terminating);
        _client.WriteStatus(terminating, Status(terminating, content));
        if (content.IsGone)
        {
            RemoveFinalizer(terminating);
            return;
        }

        _queue.AddAfter(key, RetryInterval);
    }

    private static IEnumerable<string> Finalizers(PlainObject item) =>
        (item.Source.Spec.Array("finalizers") ?? []).Select(f => f?.GetValue<string>() ?? "");

    // Pods are deleted first: they may need the other objects to end. Until they are gone, nothing else is deleted or counted.
    private NamespaceContent DeleteContent(PlainObject terminating)
    {
        var kinds = _catalog
            .Kinds.Where(k => k.Namespaced)
            .DistinctBy(k => k.Resource)
            .OrderBy(k => k.Resource.Group, StringComparer.Ordinal)
            .ThenBy(k => k.Resource.Resource, StringComparer.Ordinal)
            .ToLookup(k => k.Resource == GroupResource.Pods);
        var failures = new List<string>();
        var pods = kinds[true].SelectMany(kind => Delete(terminating, kind, failures)).ToList();
        return pods.Count > 0
            ? new NamespaceContent([], failures, IsGone: false)
            : NamespaceContent.Counting([.. kinds[false].SelectMany(kind => Delete(terminating, kind, failures))], failures);
    }

    /// <summary>Deletes the objects of a kind in a namespace; returns the remaining ones.</summary>
    private IReadOnlyList<KubeObject> Delete(PlainObject terminating, ResourceKind kind, List<string> failures)
    {
        var grace = TimeSpan.Zero;
        foreach (var item in _client.List(kind.Resource, terminating.Name).Items)
        {
            if (kind.Resource == GroupResource.Pods && item.Status.Text("phase") is not ("Succeeded" or "Failed"))
            {
                var own = LongSeconds.ToTimeSpan(item.Spec.Number("terminationGracePeriodSeconds") ?? 0);
                grace = own > grace ? own : grace;
            }

            if (!item.IsDeleting)
            {
                _client.DeleteIfExists(new PlainObject(item), PropagationPolicy.Background);
            }
        }

        var remaining = _client.List(kind.Resource, terminating.Name).Items;
        if (
            remaining.Count > 0
            && remaining.All(item => !item.Finalizers.Any())
            && _context.Now - (terminating.Source.DeletionTime ?? _context.Now) >= grace
        )
        {
            failures.Add(
                $"unexpected items still remain in namespace: {terminating.Name} for gvr: "
                    + $"{kind.Group}/{kind.Version}, Resource={kind.Plural}"
            );
        }

        return remaining;
    }

    private void RemoveFinalizer(PlainObject terminating)
    {
        JsonArray others = [.. Finalizers(terminating).Where(f => f != Finalizer).Select(f => (JsonNode)f)];
        _client.Patch(
            GroupResource.Namespaces,
            "",
            terminating.Name,
            new JsonObject { ["spec"] = new JsonObject { ["finalizers"] = others.Count > 0 ? others : null } },
            "finalize"
        );
    }

    private JsonObject Status(PlainObject terminating, NamespaceContent content)
    {
        var status = (JsonObject)terminating.Source.Status.DeepClone();
        var conditions = StatusConditions.FromStatus(status);
        foreach (var condition in content.Describe())
        {
            conditions.Put(condition, _context.Now);
        }

        status["conditions"] = conditions.ToJson();
        return status;
    }
}
