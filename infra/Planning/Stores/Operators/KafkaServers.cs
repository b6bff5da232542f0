using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>The servers of a Kafka as Strimzi is asked for them.</summary>
internal static class KafkaServers
{
    private const int MostCopies = 3;

    /// <summary>How many servers have each record.</summary>
    public static int GetCopies(OperatedStore store) => Math.Min(store.Replicas, MostCopies);

    public static JsonObject CreatePool(OperatedStore store, ImmutableSortedDictionary<string, string> pods)
    {
        var volume = new JsonObject
        {
            ["id"] = 0,
            ["type"] = "persistent-claim",
            ["size"] = store.Size.ToString(),
            ["deleteClaim"] = store.IsDisposable,
            ["kraftMetadata"] = "shared",
        };
        if (store.Settings.StorageClass is { } storageClass)
        {
            volume["class"] = storageClass;
        }

        var pod = CreatePod(store);
        pod["topologySpreadConstraints"] = PodFields.Spread(store.Placement, pods.SetItem("strimzi.io/pool-name", store.Name));
        return new JsonObject
        {
            ["replicas"] = store.Replicas,
            ["roles"] = new JsonArray("controller", "broker"),
            ["storage"] = new JsonObject { ["type"] = "jbod", ["volumes"] = new JsonArray(volume) },
            ["resources"] = PodFields.Resources(store.Resources),
            ["template"] = new JsonObject
            {
                ["pod"] = pod,
                ["kafkaContainer"] = CreateContainer(),
                ["initContainer"] = CreateContainer(),
            },
        };
    }

    public static JsonObject CreateCluster(OperatedStore store, int port, SizeSettings entitySize)
    {
        var copies = GetCopies(store);
        var confirming = copies == MostCopies ? copies - 1 : 1;
        var kafka = new JsonObject
        {
            ["version"] = GetVersion(store),
            ["listeners"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "plain",
                    ["port"] = port,
                    ["type"] = "internal",
                    ["tls"] = false,
                    ["authentication"] = new JsonObject { ["type"] = "scram-sha-512" },
                    ["networkPolicyPeers"] = CreatePeers(store),
                }
            ),
            ["authorization"] = new JsonObject { ["type"] = "simple" },
            ["config"] = new JsonObject
            {
                ["default.replication.factor"] = copies,
                ["min.insync.replicas"] = confirming,
                ["offsets.topic.replication.factor"] = copies,
                ["transaction.state.log.replication.factor"] = copies,
                ["transaction.state.log.min.isr"] = confirming,
            },
            ["template"] = new JsonObject { ["podDisruptionBudget"] = new JsonObject { ["maxUnavailable"] = 1 } },
        };
        if (store.IsReplicated && store.Placement.Zones == Spreading.Required)
        {
            // Kafka then keeps copies in different zones. Strimzi uses no nodes without the label, as the spreading does.
            kafka["rack"] = new JsonObject { ["topologyKey"] = SpreadConstraint.ZoneTopology };
        }

        if (store.Settings.Image is not null)
        {
            kafka["image"] = store.Image;
        }

        var spec = new JsonObject
        {
            ["kafka"] = kafka,
            ["entityOperator"] = new JsonObject
            {
                ["topicOperator"] = new JsonObject { ["resources"] = PodFields.Resources(entitySize) },
                ["userOperator"] = new JsonObject { ["resources"] = PodFields.Resources(entitySize) },
                ["template"] = new JsonObject
                {
                    ["pod"] = CreatePod(store),
                    ["topicOperatorContainer"] = CreateContainer(),
                    ["userOperatorContainer"] = CreateContainer(),
                },
            },
        };
        if (store.ExporterImage is not null)
        {
            spec["kafkaExporter"] = CreateExporter(store);
        }

        return spec;
    }

    /// <summary>The exporter of topics and consumer groups, which is part of Strimzi's own image.</summary>
    private static JsonObject CreateExporter(OperatedStore store) =>
        new()
        {
            ["resources"] = PodFields.Resources(StoreExporter.Size),
            ["template"] = new JsonObject { ["pod"] = CreatePod(store), ["container"] = CreateContainer() },
        };

    /// <summary>The exact version, which the tags of Strimzi's images end with.</summary>
    private static string? GetVersion(OperatedStore store) => store.Settings.Image is null ? store.Image?.Split('-')[^1] : store.Version;

    private static JsonObject CreateContainer() => new() { ["securityContext"] = PodFields.RestrictedContainer() };

    private static JsonObject CreatePod(OperatedStore store)
    {
        var pod = new JsonObject { ["securityContext"] = PodFields.RestrictedPod(group: 0) };
        if (store.Placement.NodeLabels.Count > 0)
        {
            pod["affinity"] = PodFields.NodeAffinity(store.Placement);
        }

        if (!store.Placement.Tolerations.IsEmpty)
        {
            pod["tolerations"] = PodFields.Tolerations(store.Placement);
        }

        if (store.Placement.PriorityClass is { } priority)
        {
            pod["priorityClassName"] = priority;
        }

        return pod;
    }

    /// <summary>Without peers, Strimzi's own network policy would let every pod reach the listener.</summary>
    private static JsonArray CreatePeers(OperatedStore store) =>
        [
            .. store.Users.Select(user => new JsonObject
            {
                ["podSelector"] = new JsonObject { ["matchLabels"] = PodFields.Map(ServiceLabels.Selector(user.Service, store.System)) },
            }),
        ];
}
