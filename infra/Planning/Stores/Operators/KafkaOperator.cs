using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>
/// Strimzi. Its servers are brokers and controllers in one pool. Clients authenticate by SCRAM-SHA-512 without TLS, because they would have
/// to know the authority that Strimzi makes for each cluster.
/// </summary>
internal sealed class KafkaOperator : StoreOperator
{
    private const string ApiVersion = "kafka.strimzi.io/v1";
    private const string ClusterLabel = "strimzi.io/cluster";
    private const string Ready = "condition=Ready";
    private const int Port = 9092;

    /// <summary>The ports of the servers for each other, for Strimzi's own pods, and for Strimzi.</summary>
    private const int ControllerPort = 9090;

    /// <inheritdoc cref="ControllerPort" />
    private const int BrokerPort = 9091;

    /// <inheritdoc cref="ControllerPort" />
    private const int AgentPort = 8443;

    /// <summary>Operators of topics and users, two containers of one pod.</summary>
    private static readonly SizeSettings EntitySize = StoreContainer.SizeOf("100m", "384Mi", "384Mi");

    public override OperatorFacts Facts { get; } =
        new()
        {
            Name = "Strimzi",
            Images = new StoreImages("quay.io/strimzi/kafka", [("4.3", "1.2.0-kafka-4.3.1"), ("4.2", "1.2.0-kafka-4.2.1")])
            {
                HasPatches = false,
            },
            Size = StoreContainer.SizeOf("500m", "2Gi", "2Gi"),
            Port = Port,
            NameLength = 28,
            Secrets =
            [
                "cluster-ca",
                "cluster-ca-cert",
                "clients-ca",
                "clients-ca-cert",
                "cluster-operator-certs",
                "entity-topic-operator-certs",
                "entity-user-operator-certs",
                "kafka-exporter-certs",
            ],
            Services = ["kafka-bootstrap", "kafka-brokers"],
        };

    public override string GetService(string store) => $"{store}-kafka-bootstrap";

    /// <summary>The user operator's own credentials are a certificate, so the Secret is that of the cluster's authority.</summary>
    public override StoreCredential GetAdministrator(string store) => new($"{store}-cluster-ca-cert");

    public override RotationObstacle FindAdministratorObstacle(string store) =>
        new(
            $"{Facts.Name} administers the servers with certificates",
            $"let it renew them: kubectl annotate secret {store}-cluster-ca strimzi.io/force-renew=true"
        );

    public override StoreNetwork GetNetwork(string store) =>
        new()
        {
            Pods = Labels((ClusterLabel, store)),
            ClientPort = Port,
            Groups = [new PodGroup(Labels((ClusterLabel, store))) { Ports = [ControllerPort, BrokerPort], CallApi = true }],
            Operators = [Labels(("strimzi.io/kind", "cluster-operator"))],
            OperatorPorts = [AgentPort, ControllerPort, BrokerPort],
        };

    /// <summary>Strimzi runs the exporter of topics and consumer groups beside the servers.</summary>
    public override StoreMetrics GetMetrics(string store) =>
        new()
        {
            Source = MetricsSource.KafkaExporter,
            Pods = Labels((ClusterLabel, store), ("strimzi.io/name", $"{store}-kafka-exporter")),
            Port = 9404,
        };

    /// <summary>The user is named as its custom resource, which is one of many in the namespace.</summary>
    public override string GetUser(string store, string service, int rotation) =>
        $"{store}-{service}{(int.IsOddInteger(rotation) ? "-alt" : "")}";

    /// <summary>
    /// Strimzi writes the credentials of a KafkaUser into a Secret of the same name, without a prefix unless the Kafka asks for one, and
    /// would replace a Secret that is there.
    /// </summary>
    public override string GetSecret(string store, string service, int rotation) =>
        $"{StoreNames.UserSecret(store, service, rotation)}-credentials";

    public override string FindEarlierSecret(string store, string service) => GetUser(store, service, rotation: 0);

    public override IEnumerable<StoreObject> CreateObjects(OperatedStore store)
    {
        yield return new StoreObject
        {
            ApiVersion = ApiVersion,
            Kind = "KafkaNodePool",
            Name = store.Name,
            Labels = Labels((ClusterLabel, store.Name)),
            Spec = KafkaServers.CreatePool(store, Labels((ClusterLabel, store.Name))),
            HasData = true,
        };
        yield return new StoreObject
        {
            ApiVersion = ApiVersion,
            Kind = "Kafka",
            Name = store.Name,
            Spec = KafkaServers.CreateCluster(store, Port, EntitySize),
            ReadyWhen = Ready,
            HasData = true,
            Stage = 1,
        };
        foreach (var (topic, settings) in store.Settings.Topics)
        {
            yield return new StoreObject
            {
                ApiVersion = ApiVersion,
                Kind = "KafkaTopic",
                Name = StoreNames.Part(store.Name, topic),
                Labels = Labels((ClusterLabel, store.Name)),

                // The servers' default decides on the copies of a new topic. Strimzi refuses to change those of one that exists.
                Spec = new JsonObject { ["topicName"] = topic, ["partitions"] = settings.Partitions },
                ReadyWhen = Ready,
                HasData = true,
                Stage = 2,
            };
        }

        foreach (var user in store.Users)
        {
            foreach (var login in user.Logins)
            {
                yield return new StoreObject
                {
                    ApiVersion = ApiVersion,
                    Kind = "KafkaUser",
                    Name = login.Name,
                    Labels = Labels((ClusterLabel, store.Name)),
                    Spec = CreateUser(store, user.Service, login.Connection),
                    ReadyWhen = Ready,
                    HasSecret = true,
                    Stage = 2,
                };
            }
        }
    }

    public override IEnumerable<PodDemand> CountPods(OperatedStore store) =>
        [
            new PodDemand(store.Replicas, [store.Resources]),
            new PodDemand(1, [EntitySize, EntitySize]),
            .. store.ExporterImage is null ? (PodDemand[])[] : [new PodDemand(1, [StoreExporter.Size])],
        ];

    private static JsonObject CreateUser(OperatedStore store, string service, StoreConnection connection) =>
        new()
        {
            ["authentication"] = new JsonObject
            {
                ["type"] = "scram-sha-512",
                ["password"] = new JsonObject
                {
                    ["valueFrom"] = new JsonObject
                    {
                        ["secretKeyRef"] = new JsonObject { ["name"] = connection.Secret, ["key"] = connection.PasswordKey },
                    },
                },
            },
            ["authorization"] = new JsonObject { ["type"] = "simple", ["acls"] = CreateRules(store, service) },
        };

    /// <summary>
    /// Reading and writing of the store's topics, of any topic if it declares none; topics of its own whose names start with the service's,
    /// such as those of Kafka Streams; any consumer group, because their names are the service's to choose.
    /// </summary>
    private static JsonArray CreateRules(OperatedStore store, string service)
    {
        ImmutableArray<string> use = ["Describe", "DescribeConfigs", "Read", "Write"];
        var topics = store.Settings.Topics.Keys.Select(topic => Rule("topic", topic, use));
        return
        [
            .. store.Settings.Topics.Count > 0 ? topics : [Rule("topic", "*", [.. use, "Create"])],
            Rule("topic", $"{service}-", [.. use, "Alter", "Create", "Delete"], isPrefix: true),
            .. store
                .Users.Where(user => user.Service.StartsWith($"{service}-", StringComparison.Ordinal))
                .Select(user => Deny(store, $"{user.Service}-")),
            Rule("group", "*", ["Describe", "Read"]),
            Rule("transactionalId", "*", ["Describe", "Write"]),
            Rule("cluster", null, ["IdempotentWrite"]),
        ];
    }

    /// <summary>
    /// Keeps a service from the topics of another one whose name begins with its own: Kafka's denials win. Those of the store stay open.
    /// </summary>
    private static JsonObject Deny(OperatedStore store, string prefix)
    {
        var topics = store.Settings.Topics.Keys.ToArray();
        ImmutableArray<string> operations =
        [
            "Alter",
            "Delete",
            .. topics.Length > 0 ? ["Create"] : Array.Empty<string>(),
            .. topics.Length > 0 && !Array.Exists(topics, topic => topic.StartsWith(prefix, StringComparison.Ordinal))
                ? ["Read", "Write"]
                : Array.Empty<string>(),
        ];
        var rule = Rule("topic", prefix, operations, isPrefix: true);
        rule["type"] = "deny";
        return rule;
    }

    private static JsonObject Rule(string type, string? name, ImmutableArray<string> operations, bool isPrefix = false)
    {
        var resource = new JsonObject { ["type"] = type };
        if (name is not null)
        {
            resource["name"] = name;
            resource["patternType"] = isPrefix ? "prefix" : "literal";
        }

        return new JsonObject { ["resource"] = resource, ["operations"] = new JsonArray([.. operations]) };
    }
}
