using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>RabbitMQ's operators: one runs the servers, the other creates virtual hosts, users and permissions in them.</summary>
internal sealed class RabbitmqOperator : StoreOperator
{
    private const string ApiVersion = "rabbitmq.com/v1beta1";
    private const string Ready = "condition=Ready";
    private const int Port = 5672;
    private const int ManagementPort = 15672;

    public override OperatorFacts Facts { get; } =
        new()
        {
            Name = "RabbitMQ's cluster operator",
            Images = StoreFacts.Of(StoreKind.Rabbitmq).Images,
            Size = StoreContainer.SizeOf("500m", "2Gi", "2Gi"),
            Port = Port,
            NameLength = 45,
            Secrets = ["default-user", "erlang-cookie"],
            Services = ["nodes"],
        };

    public override string GetService(string store) => store;

    public override StoreCredential GetAdministrator(string store) => new($"{store}-default-user");

    public override RotationObstacle FindAdministratorObstacle(string store) =>
        new(
            $"{Facts.Name} draws it once, in the Secret '{GetAdministrator(store).Secret}'",
            "change it with rabbitmqctl change_password in a server's pod, and write the new one into the Secret, also in default_user.conf"
        );

    public override StoreNetwork GetNetwork(string store) =>
        new()
        {
            Pods = GetPods(store),
            ClientPort = Port,
            Groups =
            [
                new PodGroup(GetPods(store))
                {
                    // The directory of nodes, nodes, copies of streams, and tools that ask other nodes.
                    Ports = [4369, 25_672, new PortRange(6000, 6500), new PortRange(35_672, 35_682)],
                    CallApi = true,
                },
            ],
            Operators =
            [
                Labels(("app.kubernetes.io/name", "rabbitmq-cluster-operator")),
                Labels(("app.kubernetes.io/name", "messaging-topology-operator")),
            ],
            OperatorPorts = [ManagementPort],
            BackupPort = ManagementPort,
        };

    /// <summary>The operator enables the plugin for Prometheus.</summary>
    public override StoreMetrics GetMetrics(string store) =>
        new()
        {
            Source = MetricsSource.Rabbitmq,
            Pods = GetPods(store),
            Port = RabbitmqContainer.MetricsPort,
        };

    public override IEnumerable<StoreObject> CreateObjects(OperatedStore store)
    {
        yield return new StoreObject
        {
            ApiVersion = ApiVersion,
            Kind = "RabbitmqCluster",
            Name = store.Name,

            // Spreading is stated in full.
            Annotations = Labels(("rabbitmq.com/disable-default-topology-spread-constraints", "true")),
            Spec = CreateCluster(store),
            ReadyWhen = """["condition=AllReplicasReady","condition=ClusterAvailable"]""",
            HasData = true,
        };
        if (store.IsReplicated)
        {
            // The operator makes none.
            yield return new StoreObject
            {
                ApiVersion = "policy/v1",
                Kind = "PodDisruptionBudget",
                Name = store.Name,
                Spec = new JsonObject
                {
                    ["maxUnavailable"] = 1,
                    ["selector"] = new JsonObject { ["matchLabels"] = PodFields.Map(GetPods(store.Name)) },
                },
            };
        }

        foreach (var host in store.Databases)
        {
            yield return new StoreObject
            {
                ApiVersion = ApiVersion,
                Kind = "Vhost",
                Name = StoreNames.Part(store.Name, host),
                Spec = new JsonObject
                {
                    ["name"] = host,
                    ["defaultQueueType"] = store.IsReplicated ? "quorum" : "classic",
                    ["deletionPolicy"] = store.IsDisposable ? "delete" : "retain",
                    ["rabbitmqClusterReference"] = ReferTo(store),
                },
                ReadyWhen = Ready,
                Stage = 1,
            };
        }

        foreach (var connection in store.Logins.Select(login => login.Connection))
        {
            var name = connection.Secret;
            yield return new StoreObject
            {
                ApiVersion = ApiVersion,
                Kind = "User",
                Name = name,
                Spec = new JsonObject
                {
                    ["importCredentialsSecret"] = new JsonObject { ["name"] = connection.Secret },
                    ["rabbitmqClusterReference"] = ReferTo(store),
                },
                ReadyWhen = Ready,
                Stage = 1,
            };
            yield return new StoreObject
            {
                ApiVersion = ApiVersion,
                Kind = "Permission",
                Name = name,
                Spec = new JsonObject
                {
                    ["vhost"] = connection.Database,
                    ["userReference"] = new JsonObject { ["name"] = name },
                    ["permissions"] = new JsonObject
                    {
                        ["configure"] = ".*",
                        ["write"] = ".*",
                        ["read"] = ".*",
                    },
                    ["rabbitmqClusterReference"] = ReferTo(store),
                },
                ReadyWhen = Ready,
                Stage = 2,
            };
        }
    }

    public override IEnumerable<PodDemand> CountPods(OperatedStore store) => [new PodDemand(store.Replicas, [store.Resources])];

    private static ImmutableSortedDictionary<string, string> GetPods(string store) =>
        Labels(("app.kubernetes.io/component", "rabbitmq"), ("app.kubernetes.io/name", store));

    private static JsonObject ReferTo(OperatedStore store) => new() { ["name"] = store.Name };

    private static JsonObject CreateCluster(OperatedStore store)
    {
        var persistence = new JsonObject { ["storage"] = store.Size.ToString() };
        if (store.Settings.StorageClass is { } storageClass)
        {
            persistence["storageClassName"] = storageClass;
        }

        var pods = new JsonObject
        {
            // The operator merges its own container into the list.
            ["containers"] = new JsonArray(),
            ["topologySpreadConstraints"] = PodFields.Spread(store.Placement, GetPods(store.Name)),
        };
        if (store.Placement.PriorityClass is { } priority)
        {
            pods["priorityClassName"] = priority;
        }

        var spec = new JsonObject
        {
            ["replicas"] = store.Replicas,
            ["image"] = store.Image,
            ["persistence"] = persistence,
            ["resources"] = PodFields.Resources(store.Resources),
            ["override"] = new JsonObject
            {
                ["statefulSet"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = pods } } },
            },
        };
        if (store.Placement.NodeLabels.Count > 0)
        {
            spec["affinity"] = PodFields.NodeAffinity(store.Placement);
        }

        if (!store.Placement.Tolerations.IsEmpty)
        {
            spec["tolerations"] = PodFields.Tolerations(store.Placement);
        }

        return spec;
    }
}
