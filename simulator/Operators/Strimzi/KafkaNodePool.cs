using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Strimzi;

/// <summary>
/// A <c>KafkaNodePool</c>: the pods and claims of its nodes. Strimzi's pods belong to a <c>StrimziPodSet</c>; these belong to the pool.
/// </summary>
internal sealed class KafkaNodePool(StandInContext context) : StandIn
{
    public override GroupResource Resource => KafkaNames.NodePools;

    public override TimeSpan? Reconcile(PlainObject item)
    {
        if (
            item.Labels.GetValueOrDefault(KafkaNames.ClusterLabel) is not { } name
            || context.Client.Find(KafkaNames.Clusters, item.Namespace, name) is not { IsDeleting: false } cluster
        )
        {
            return RetryInterval;
        }

        var ids = AssignIds(item, name);
        foreach (var id in ids)
        {
            CreateClaims(item, name, id);
        }

        context.Objects.CreateOnce(new PlainObject(cluster), GroupResource.ServiceAccounts, $"{name}-kafka", () => []);
        context.Pods.Reconcile(item, [.. ids.Select(id => KafkaPods.Create(item, cluster, id))], isOrdered: false);
        context.Write(
            item,
            new JsonObject
            {
                ["nodeIds"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]),
                ["replicas"] = ids.Count,
                ["roles"] = item.Source.Spec["roles"]?.DeepClone(),
                ["observedGeneration"] = item.Source.Generation,
                ["labelSelector"] =
                    $"{KafkaNames.ClusterLabel}={name},strimzi.io/name={name}-kafka,strimzi.io/kind=Kafka,strimzi.io/pool-name={item.Name}",
            }
        );
        return null;
    }

    /// <summary>A node keeps its id; a new one has the lowest that no node of the cluster has.</summary>
    private List<int> AssignIds(PlainObject item, string cluster)
    {
        var replicas = BoundPods(item.Source.Spec.Number("replicas") ?? 0);
        var taken = context
            .Client.List(KafkaNames.NodePools, item.Namespace)
            .Items.Where(pool => pool.Name != item.Name && pool.Labels.GetValueOrDefault(KafkaNames.ClusterLabel) == cluster)
            .SelectMany(GetIds)
            .ToHashSet();
        var ids = GetIds(item.Source).Take(replicas).ToList();
        for (var id = 0; ids.Count < replicas; id++)
        {
            if (!taken.Contains(id) && !ids.Contains(id))
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    private static IEnumerable<int> GetIds(KubeObject pool) =>
        (pool.Status.Array("nodeIds") ?? []).Select(id => int.Parse(id!.ToString(), CultureInfo.InvariantCulture));

    private void CreateClaims(PlainObject item, string cluster, int id)
    {
        var labels = KafkaNames.Labels(cluster, $"{cluster}-kafka", "kafka");
        labels["strimzi.io/pool-name"] = item.Name;
        foreach (var (claim, volume) in KafkaPods.FindClaims(item, cluster, id))
        {
            var body = OwnedObjects.Claim(labels, volume.Text("size") ?? "1Gi", volume.Text("class"));
            if (volume.Flag("deleteClaim"))
            {
                context.Objects.Apply(item, GroupResource.PersistentVolumeClaims, claim, body);
            }
            else if (context.Client.Find(GroupResource.PersistentVolumeClaims, item.Namespace, claim) is null)
            {
                // A claim that is kept has no owner.
                var metadata = body.GetOrAddObject("metadata");
                (metadata["name"], metadata["namespace"]) = (claim, item.Namespace);
                context.Client.Create(GroupResource.PersistentVolumeClaims, body);
            }
        }
    }
}
