using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Strimzi;

/// <summary>
/// A <c>Kafka</c>: the Services of clients and brokers, the Secrets of its certificate authorities, the entity operator, and the
/// condition Ready once all nodes of its pools are.
/// </summary>
internal sealed class KafkaCluster(StandInContext context) : StandIn
{
    public override GroupResource Resource => KafkaNames.Clusters;

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var pools = context
            .Client.List(KafkaNames.NodePools, item.Namespace)
            .Items.Where(pool => pool.Labels.GetValueOrDefault(KafkaNames.ClusterLabel) == item.Name)
            .ToList();
        CreateServices(item);
        foreach (var authority in (ReadOnlySpan<string>)["cluster", "clients"])
        {
            context.Objects.CreateSecretOnce(
                item,
                $"{item.Name}-{authority}-ca-cert",
                KafkaNames.Labels(item.Name, "strimzi", "certificate-authority"),
                () =>
                    new Dictionary<string, string>
                    {
                        ["ca.crt"] = context.Authority,
                        ["ca.p12"] = context.Authority,
                        ["ca.password"] = context.Objects.DrawPassword(),
                    }
            );
        }

        var obstacle = FindObstacle(item, pools) ?? KafkaEntityOperator.Reconcile(context, item);
        WriteStatus(item, pools, obstacle);
        return obstacle is null ? null : RetryInterval;
    }

    private void CreateServices(PlainObject item)
    {
        var labels = KafkaNames.Labels(item.Name, $"{item.Name}-kafka", "kafka");
        var selector = new Dictionary<string, string>
        {
            [KafkaNames.ClusterLabel] = item.Name,
            ["strimzi.io/kind"] = "Kafka",
            ["strimzi.io/name"] = $"{item.Name}-kafka",
        };
        var listeners = item
            .Source.Spec.Objects("kafka", "listeners")
            .Select(listener => ($"tcp-{listener.Text("name")}", (int)(listener.Number("port") ?? 9092)))
            .ToList();
        context.Objects.Apply(
            item,
            GroupResource.Services,
            $"{item.Name}-kafka-bootstrap",
            OwnedObjects.Service(
                labels,
                new Dictionary<string, string>(selector) { ["strimzi.io/broker-role"] = "true" },
                [("tcp-replication", 9091), .. listeners]
            )
        );
        context.Objects.Apply(
            item,
            GroupResource.Services,
            $"{item.Name}-kafka-brokers",
            OwnedObjects.Service(labels, selector, [("tcp-ctrlplane", 9090), ("tcp-replication", 9091), .. listeners], isHeadless: true)
        );
    }

    /// <summary>What the cluster waits for; null if all its nodes are ready.</summary>
    private string? FindObstacle(PlainObject item, List<KubeObject> pools)
    {
        foreach (var role in (ReadOnlySpan<string>)["controller", "broker"])
        {
            if (!pools.Any(pool => KafkaPods.HasRole(new PlainObject(pool), role) && pool.Spec.Number("replicas") > 0))
            {
                return $"At least one KafkaNodePool with the {role} role and at least one replica is required";
            }
        }

        foreach (var pool in pools)
        {
            var names = (pool.Status.Array("nodeIds") ?? [])
                .Select(id => KafkaPods.GetName(new PlainObject(pool), item.Name, int.Parse(id!.ToString(), CultureInfo.InvariantCulture)))
                .ToList();
            var waiting = names.FirstOrDefault(name =>
                context.Client.Find(GroupResource.Pods, item.Namespace, name)?.Status.HasCondition("Ready") != true
            );
            if (names.Count < pool.Spec.Number("replicas") || waiting is not null)
            {
                return $"Pod {waiting ?? pool.Name} is not ready";
            }
        }

        return null;
    }

    private void WriteStatus(PlainObject item, List<KubeObject> pools, string? obstacle)
    {
        var host = $"{item.Name}-kafka-bootstrap.{item.Namespace}.svc";
        var listeners = item
            .Source.Spec.Objects("kafka", "listeners")
            .Select(listener => new JsonObject
            {
                ["name"] = listener.Text("name"),
                ["addresses"] = new JsonArray(new JsonObject { ["host"] = host, ["port"] = listener.Number("port") }),
                ["bootstrapServers"] = string.Create(CultureInfo.InvariantCulture, $"{host}:{listener.Number("port")}"),
            });
        context.Write(
            item,
            new JsonObject
            {
                ["observedGeneration"] = item.Source.Generation,
                ["clusterId"] = item.Source.Status.Text("clusterId") ?? context.Identities.NewSuffix(22),
                ["kafkaVersion"] = item.Source.Spec.Text("kafka", "version") ?? "4.3.1",
                ["listeners"] = new JsonArray([.. listeners]),
                ["kafkaNodePools"] = new JsonArray([.. pools.Select(pool => new JsonObject { ["name"] = pool.Name })]),
            },
            obstacle is null ? new Condition("Ready", "True") : new Condition("Ready", "False", "NotReady", obstacle)
        );
    }
}
