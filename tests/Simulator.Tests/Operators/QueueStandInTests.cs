using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Operators;

public class QueueStandInTests
{
    private const string RabbitClusters = "rabbitmqclusters.rabbitmq.com";
    private const string Users = "users.rabbitmq.com";
    private const string Kafkas = "kafkas.kafka.strimzi.io";
    private const string KafkaLabel = """{"strimzi.io/cluster":"events"}""";

    private const string Listener = """{"name":"tls","port":9093,"type":"internal","tls":true,"authentication":{"type":"scram-sha-512"}}""";

    [Fact]
    public void RabbitmqCluster_BecomesAvailable_WithItsSetServicesAndSecret()
    {
        using var cluster = new OperatorCluster("rabbitmq-cluster");
        cluster.Create(RabbitClusters, "queue", """{"replicas":3,"persistence":{"storage":"5Gi"}}""");

        Assert.True(cluster.RunUntilCondition(RabbitClusters, "queue", "AllReplicasReady"));
        Assert.True(cluster.Get(RabbitClusters, "queue").Status.HasCondition("ClusterAvailable"));
        Assert.Equal(["queue-server-0", "queue-server-1", "queue-server-2"], cluster.Names("pods"));
        Assert.Equal(["queue", "queue-nodes"], cluster.Names("services", "queue"));
        Assert.Equal("queue.default.svc", cluster.SecretValue("queue-default-user", "host"));

        cluster.Client.Delete(new GroupResource("rabbitmq.com", "rabbitmqclusters"), "default", "queue");

        Assert.True(cluster.RunUntil(() => cluster.Names("pods").Count + cluster.Names("persistentvolumeclaims").Count == 0, 700000));
    }

    [Fact]
    public void RabbitmqCluster_AdoptsAService_WithoutTakingItFromItsOwners()
    {
        using var cluster = new OperatorCluster("rabbitmq-cluster");
        var parent = cluster.Client.Create(
            GroupResource.ConfigMaps,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "parent", ["namespace"] = "default" },
            }
        );
        cluster.Client.Create(
            GroupResource.Services,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = "queue",
                    ["namespace"] = "default",
                    ["ownerReferences"] = new JsonArray(new OwnerReference("v1", "ConfigMap", "parent", parent.Uid).ToJson()),
                },
                ["spec"] = new JsonObject { ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }) },
            }
        );

        cluster.Create(RabbitClusters, "queue", "{}");

        Assert.True(cluster.RunUntil(() => cluster.Get("services", "queue").Controller?.Name == "queue"));
        Assert.Equal(["parent", "queue"], cluster.Get("services", "queue").OwnerReferences.Select(owner => owner.Name));
    }

    [Fact]
    public void RabbitmqCluster_Override_ChangesItsPods()
    {
        using var cluster = new OperatorCluster("rabbitmq-cluster");
        cluster.Create(
            RabbitClusters,
            "queue",
            """
            {"persistence":{"storage":"0"},"override":{"statefulSet":{"spec":{"template":{"spec":{"containers":[],"topologySpreadConstraints":[
             {"maxSkew":1,"topologyKey":"zone","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"a":"b"}}}]}}}}}}
            """
        );
        cluster.RunUntilCondition(RabbitClusters, "queue", "AllReplicasReady");

        var spec = cluster.Get("pods", "queue-server-0").Spec;
        Assert.Equal("zone", Assert.Single(spec.Objects("topologySpreadConstraints")).Text("topologyKey"));
        Assert.Equal("rabbitmq", Assert.Single(spec.Objects("containers")).Text("name"));
    }

    [Fact]
    public void Topology_WaitsForItsClusterAndSecret()
    {
        using var cluster = new OperatorCluster("rabbitmq-cluster", "rabbitmq-topology");
        const string Reference = """{"rabbitmqClusterReference":{"name":"queue"}""";
        cluster.Create("vhosts.rabbitmq.com", "shop", Reference + ""","name":"shop"}""");
        cluster.Create(Users, "orders", Reference + ""","importCredentialsSecret":{"name":"queue-orders"}}""");
        cluster.Create(
            "permissions.rabbitmq.com",
            "orders",
            Reference + ""","vhost":"shop","permissions":{},"userReference":{"name":"orders"}}"""
        );
        cluster.Run(30);
        Assert.Equal(
            "rabbitmqclusters.rabbitmq.com \"queue\" not found",
            Condition(cluster.Get("vhosts.rabbitmq.com", "shop")).Text("message")
        );

        cluster.Create(RabbitClusters, "queue", "{}");
        Assert.True(cluster.RunUntilCondition("vhosts.rabbitmq.com", "shop"));
        Assert.False(cluster.Get("permissions.rabbitmq.com", "orders").Status.HasCondition("Ready"));
        cluster.CreateSecret("queue-orders", ("username", "orders"), ("password", "secret"));

        Assert.True(cluster.RunUntilCondition("permissions.rabbitmq.com", "orders"));
        Assert.Equal("orders", cluster.Get(Users, "orders").Status.Text("username"));
        Assert.Equal("secret", cluster.SecretValue("orders-user-credentials", "password"));
    }

    [Fact]
    public void Kafka_BecomesReady_WithTheNodesOfItsPools()
    {
        using var cluster = new OperatorCluster("strimzi");
        CreateKafka(cluster);

        Assert.True(cluster.RunUntilCondition(Kafkas, "events"));
        Assert.Equal(
            ["events-brokers-0", "events-brokers-1", "events-brokers-2", "events-controllers-3"],
            cluster.Names("pods").Where(pod => !pod.Contains("operator", StringComparison.Ordinal))
        );
        var pod = cluster.Get("pods", "events-brokers-0");
        Assert.Equal(
            ("Kafka", "true", "false"),
            (pod.Labels["strimzi.io/kind"], pod.Labels["strimzi.io/broker-role"], pod.Labels["strimzi.io/controller-role"])
        );
        Assert.Equal(
            "10Gi",
            cluster.Get("persistentvolumeclaims", "data-0-events-brokers-0").Spec.Text("resources", "requests", "storage")
        );
        Assert.Equal(
            "events-kafka-bootstrap.default.svc:9093",
            Assert.Single(cluster.Get(Kafkas, "events").Status.Objects("listeners")).Text("bootstrapServers")
        );
        Assert.NotEmpty(cluster.SecretValue("events-cluster-ca-cert", "ca.crt"));
        Assert.NotNull(cluster.Find("services", "events-kafka-brokers"));
        Assert.NotNull(cluster.Find("deployments.apps", "events-entity-operator"));
    }

    [Fact]
    public void KafkaNodePool_OfTooManyNodes_GetsSome()
    {
        using var cluster = new OperatorCluster("strimzi");
        cluster.Create(Kafkas, "events", $$$"""{"kafka":{"listeners":[{{{Listener}}}]}}""");
        cluster.Create(
            "kafkanodepools.kafka.strimzi.io",
            "brokers",
            """{"replicas":2000000000,"roles":["broker"],"storage":{"type":"ephemeral"}}""",
            KafkaLabel
        );
        cluster.Run(1);

        Assert.Equal(100, cluster.Names("pods", "brokers").Count);
    }

    [Fact]
    public void Kafka_Deleted_KeepsTheClaimsThatAreNotToBeDeleted()
    {
        using var cluster = new OperatorCluster("strimzi");
        CreateKafka(cluster);
        cluster.RunUntilCondition(Kafkas, "events");

        cluster.Client.Delete(new GroupResource("kafka.strimzi.io", "kafkas"), "default", "events");
        foreach (var pool in (string[])["brokers", "controllers"])
        {
            cluster.Client.Delete(new GroupResource("kafka.strimzi.io", "kafkanodepools"), "default", pool);
        }

        Assert.True(cluster.RunUntil(() => cluster.Names("pods").Count == 0 && cluster.Find("services", "events-kafka-bootstrap") is null));
        Assert.Equal(
            ["data-0-events-brokers-0", "data-0-events-brokers-1", "data-0-events-brokers-2"],
            cluster.Names("persistentvolumeclaims")
        );
    }

    [Fact]
    public void KafkaUser_HasTheGivenPassword_InASecretOfItsName()
    {
        using var cluster = new OperatorCluster("strimzi");
        CreateKafka(cluster);
        cluster.Create(
            "kafkausers.kafka.strimzi.io",
            "orders",
            """{"authentication":{"type":"scram-sha-512","password":{"valueFrom":{"secretKeyRef":{"name":"events-orders","key":"password"}}}}}""",
            KafkaLabel
        );
        cluster.RunUntilCondition(Kafkas, "events");
        cluster.Run(10);
        Assert.Equal("InvalidResourceException", Condition(cluster.Get("kafkausers.kafka.strimzi.io", "orders")).Text("reason"));
        cluster.CreateSecret("events-orders", ("password", "secret"));

        Assert.True(cluster.RunUntilCondition("kafkausers.kafka.strimzi.io", "orders"));
        Assert.Equal("secret", cluster.SecretValue("orders", "password"));
        Assert.Contains(
            "username=\"orders\" password=\"secret\";",
            cluster.SecretValue("orders", "sasl.jaas.config"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void KafkaUser_OfAKafkaWithAPrefix_HasASecretThatStartsWithIt()
    {
        using var cluster = new OperatorCluster("strimzi");
        CreateKafka(cluster, """{"secretPrefix":"kafka-"}""");
        cluster.Create("kafkausers.kafka.strimzi.io", "orders", """{"authentication":{"type":"scram-sha-512"}}""", KafkaLabel);

        Assert.True(cluster.RunUntilCondition("kafkausers.kafka.strimzi.io", "orders"));
        Assert.Null(cluster.Find("secrets", "orders"));
        Assert.NotEmpty(cluster.SecretValue("kafka-orders", "password"));
        Assert.Equal("kafka-orders", cluster.Get("kafkausers.kafka.strimzi.io", "orders").Status.Text("secret"));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void KafkaTopic_IsReady_IfThereAreEnoughBrokers(int replicas, bool isReady)
    {
        using var cluster = new OperatorCluster("strimzi");
        CreateKafka(cluster);
        cluster.Create("kafkatopics.kafka.strimzi.io", "orders", $$"""{"partitions":12,"replicas":{{replicas}} }""", KafkaLabel);

        cluster.RunUntilCondition(Kafkas, "events");
        cluster.Run(10);

        var topic = cluster.Get("kafkatopics.kafka.strimzi.io", "orders");
        Assert.Equal(isReady, topic.Status.HasCondition("Ready"));
        Assert.Equal(isReady ? null : "KafkaError", Condition(topic).Text("reason"));
    }

    private static JsonObject Condition(KubeObject item) =>
        item.Status.Objects("conditions").Single(condition => condition.Text("type") == "Ready");

    private static void CreateKafka(OperatorCluster cluster, string userOperator = "{}")
    {
        cluster.Create(
            Kafkas,
            "events",
            $$$"""{"kafka":{"listeners":[{{{Listener}}}] },"entityOperator":{"topicOperator":{},"userOperator":{{{userOperator}}} } }"""
        );
        cluster.Create(
            "kafkanodepools.kafka.strimzi.io",
            "brokers",
            """{"replicas":3,"roles":["broker"],"storage":{"type":"jbod","volumes":[{"id":0,"type":"persistent-claim","size":"10Gi","deleteClaim":false}]}}""",
            KafkaLabel
        );
        cluster.Create(
            "kafkanodepools.kafka.strimzi.io",
            "controllers",
            """{"replicas":1,"roles":["controller"],"storage":{"type":"ephemeral"}}""",
            KafkaLabel
        );
    }
}
