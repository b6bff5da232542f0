using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Percona;

/// <summary>Runs the finalizers of a Percona cluster, of which some delete its volumes.</summary>
/// <param name="context">The components of the cluster.</param>
/// <param name="clusters">The kind of clusters.</param>
internal sealed class PerconaRemoval(StandInContext context, GroupResource clusters)
{
    /// <summary>Deletes what the cluster's finalizers demand, and removes those that the operator knows.</summary>
    public void Release(PlainObject item, IReadOnlyList<PerconaFinalizer> known)
    {
        var present = known.Where(finalizer => item.Source.Finalizers.Any(finalizer.Is)).ToList();
        if (present.Count == 0)
        {
            return;
        }

        if (present.Any(finalizer => finalizer.Claims is not null))
        {
            DeleteSets(item);
        }

        foreach (var finalizer in present)
        {
            DeleteClaims(item.Namespace, finalizer.Claims);
            DeleteSecret(item.Namespace, finalizer.Secret);
        }

        var left = item.Source.Finalizers.Where(text => !present.Any(finalizer => finalizer.Is(text))).Select(text => (JsonNode)text);
        context.Client.Patch(
            clusters,
            item.Namespace,
            item.Name,
            new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. left]) } }
        );
    }

    private void DeleteSets(PlainObject item)
    {
        var sets = context.Client.List(GroupResource.StatefulSets, item.Namespace).Items;
        foreach (var set in sets.Where(set => !set.IsDeleting && set.OwnerReferences.Any(owner => owner.Uid == item.Uid)))
        {
            context.Client.Delete(GroupResource.StatefulSets, item.Namespace, set.Name);
        }
    }

    private void DeleteClaims(string inNamespace, IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null)
        {
            return;
        }

        var claims = context.Client.List(GroupResource.PersistentVolumeClaims, inNamespace, LabelSelector.FromLabels(labels)).Items;
        foreach (var claim in claims.Where(claim => !claim.IsDeleting))
        {
            context.Client.Delete(GroupResource.PersistentVolumeClaims, inNamespace, claim.Name);
        }
    }

    private void DeleteSecret(string inNamespace, string? name)
    {
        if (name is not null && context.Client.Find(GroupResource.Secrets, inNamespace, name) is { IsDeleting: false })
        {
            context.Client.Delete(GroupResource.Secrets, inNamespace, name);
        }
    }
}
