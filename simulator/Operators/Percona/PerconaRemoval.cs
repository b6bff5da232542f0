using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Percona;

/// <summary>What the operators of Percona do for the finalizer of a cluster whose volumes shall not stay.</summary>
/// <param name="context">The components of the cluster.</param>
/// <param name="clusters">The kind of clusters.</param>
/// <param name="finalizer">The finalizer.</param>
internal sealed class PerconaRemoval(StandInContext context, GroupResource clusters, string finalizer)
{
    /// <summary>Deletes the servers, their claims and the Secret of the system's users, and removes the finalizer.</summary>
    public void Release(PlainObject item, string secret)
    {
        if (!item.Source.Finalizers.Contains(finalizer))
        {
            return;
        }

        var client = context.Client;
        foreach (
            var set in client
                .List(GroupResource.StatefulSets, item.Namespace)
                .Items.Where(set => !set.IsDeleting && set.OwnerReferences.Any(owner => owner.Uid == item.Uid))
        )
        {
            client.Delete(GroupResource.StatefulSets, item.Namespace, set.Name);
        }

        var own = LabelSelector.Parse($"app.kubernetes.io/instance={item.Name}");
        foreach (
            var claim in client.List(GroupResource.PersistentVolumeClaims, item.Namespace, own).Items.Where(claim => !claim.IsDeleting)
        )
        {
            client.Delete(GroupResource.PersistentVolumeClaims, item.Namespace, claim.Name);
        }

        if (client.Find(GroupResource.Secrets, item.Namespace, secret) is { IsDeleting: false })
        {
            client.Delete(GroupResource.Secrets, item.Namespace, secret);
        }

        var left = item.Source.Finalizers.Where(other => other != finalizer).Select(other => (JsonNode)other);
        client.Patch(
            clusters,
            item.Namespace,
            item.Name,
            new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. left]) } }
        );
    }
}
