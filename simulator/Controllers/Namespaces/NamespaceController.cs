using System.Globalization;
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

        var remaining = DeleteContent(terminating.Name);
        if (remaining.Count == 0)
        {
            RemoveFinalizer(terminating);
            return;
        }

        _client.WriteStatus(terminating, Status(terminating, remaining));
        _queue.AddAfter(key, RetryInterval);
    }

    private static IEnumerable<string> Finalizers(PlainObject item) =>
        (item.Source.Spec.Array("finalizers") ?? []).Select(f => f?.GetValue<string>() ?? "");

    /// <summary>Deletes all objects in a namespace; returns the remaining ones.</summary>
    private List<KubeObject> DeleteContent(string name)
    {
        var kinds = _catalog
            .Kinds.Where(k => k.Namespaced)
            .Select(k => k.Resource)
            .Distinct()
            .OrderBy(r => r.Group, StringComparer.Ordinal)
            .ThenBy(r => r.Resource, StringComparer.Ordinal)
            .ToList();
        foreach (var item in kinds.SelectMany(kind => _client.List(kind, name).Items).Where(i => !i.IsDeleting))
        {
            _client.DeleteIfExists(new PlainObject(item), PropagationPolicy.Background);
        }

        return [.. kinds.SelectMany(kind => _client.List(kind, name).Items)];
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

    private JsonObject Status(PlainObject terminating, List<KubeObject> remaining)
    {
        var status = (JsonObject)terminating.Source.Status.DeepClone();
        var conditions = StatusConditions.FromStatus(status);
        foreach (var condition in Describe(remaining))
        {
            conditions.Put(condition, _context.Now);
        }

        status["conditions"] = conditions.ToJson();
        return status;
    }

    private static IEnumerable<Condition> Describe(List<KubeObject> remaining)
    {
        yield return new Condition(
            "NamespaceDeletionDiscoveryFailure",
            "False",
            "ResourcesDiscovered",
            "All resources successfully discovered"
        );
        yield return new Condition(
            "NamespaceDeletionGroupVersionParsingFailure",
            "False",
            "ParsedGroupVersions",
            "All legacy kube types successfully parsed"
        );
        yield return new Condition(
            "NamespaceDeletionContentFailure",
            "False",
            "ContentDeleted",
            "All content successfully deleted, may be waiting on finalization"
        );
        var counts = Count(remaining.Select(r => $"{r.Resource.Resource}.{r.Resource.Group}"));
        yield return new Condition(
            "NamespaceContentRemaining",
            "True",
            "SomeResourcesRemain",
            $"Some resources are remaining: {string.Join(", ", counts.Select(c => $"{c.Name} has {c.Count} resource instances"))}"
        );
        var finalizers = Count(remaining.SelectMany(r => r.Finalizers));
        yield return finalizers.Count == 0
            ? new Condition("NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished")
            : new Condition(
                "NamespaceFinalizersRemaining",
                "True",
                "SomeFinalizersRemain",
                $"Some content in the namespace has finalizers remaining: {string.Join(", ", finalizers.Select(f => $"{f.Name} in {f.Count} resource instances"))}"
            );
    }

    private static List<(string Name, string Count)> Count(IEnumerable<string> names) =>
        [
            .. names
                .GroupBy(n => n, StringComparer.Ordinal)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Count().ToString(CultureInfo.InvariantCulture))),
        ];
}
