using Infra.Policies.Kubernetes;
using Infra.Policies.Rules.Network;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Stores;

/// <summary>Passwords of databases are guessed within hours wherever their ports are open to the internet.</summary>
internal sealed class StoreExposure()
    : ClusterPolicy(
        new()
        {
            Name = "store-exposure",
            Description = "Stores are not reachable from the internet.",
            RemediationSteps =
                "Make the Service a ClusterIP. For clients elsewhere, make the load balancer internal or set loadBalancerSourceRanges.",
            Severity = Severity.Critical,
            Profile = Profiles.Baseline,
        }
    )
{
    /// <summary>The ports of PostgreSQL, MySQL, Valkey, RabbitMQ and its management, Kafka and MongoDB.</summary>
    private static readonly double[] Ports = [5432, 3306, 33060, 6379, 5671, 5672, 15671, 15672, 9092, 9093, 9094, 27017];

    private static readonly string[] Outside = ["LoadBalancer", "NodePort"];

    private static readonly string[] OutsideListeners = ["loadbalancer", "nodeport", "route", "ingress"];

    protected override IReadOnlyList<string> Kinds { get; } =
    [
        "Service",
        "Cluster.postgresql.cnpg.io",
        "PerconaXtraDBCluster.pxc.percona.com",
        "PerconaServerMongoDB.psmdb.percona.com",
        "RabbitmqCluster.rabbitmq.com",
        "Kafka.kafka.strimzi.io",
    ];

    protected override void Validate(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        var spec = item.Spec;
        switch (item.QualifiedKind)
        {
            case "Service":
                ValidateService(item, cluster, context);
                break;
            case "Cluster.postgresql.cnpg.io":
                foreach (var service in spec["managed"]["services"]["additional"].Items)
                {
                    Report(item, service["serviceTemplate"]["spec"]["type"], context);
                }

                break;
            case "PerconaXtraDBCluster.pxc.percona.com":
                Report(item, spec["haproxy"]["exposePrimary"]["type"], context);
                Report(item, spec["haproxy"]["exposeReplicas"]["type"], context);
                Report(item, spec["proxysql"]["expose"]["type"], context);
                Report(item, spec["pxc"]["expose"]["type"], context);
                break;
            case "PerconaServerMongoDB.psmdb.percona.com":
                Report(item, spec["sharding"]["mongos"]["expose"]["type"], context);
                foreach (var set in spec["replsets"].Items)
                {
                    Report(item, set["expose"]["type"], context);
                }

                break;
            case "RabbitmqCluster.rabbitmq.com":
                Report(item, spec["service"]["type"], context);
                break;
            default:
                foreach (var listener in spec["kafka"]["listeners"].Items)
                {
                    if (listener["type"].Text is { } type && OutsideListeners.Contains(type))
                    {
                        context.Report(listener["type"], $"{item} has a listener of the type '{type}', which is outside of the cluster");
                    }
                }

                break;
        }
    }

    private static void ValidateService(KubernetesObject item, Cluster cluster, PolicyContext context)
    {
        if (!LoadBalancers.IsPublic(item) && item.Spec["type"].Text != "NodePort")
        {
            return;
        }

        var port = item.Spec["ports"].Items.Select(port => port["port"]).FirstOrDefault(port => Ports.Contains(port.Number ?? 0));
        var server = item.Spec["selector"].ToExactSelector() is { IsEmpty: false } selector
            ? cluster
                .Pods.Select(item.Namespace, selector)
                .Select(pods => StoreServers.Find(pods.Owner))
                .FirstOrDefault(found => found is not null)
            : null;
        if (server is not null)
        {
            context.Report(item.Spec["type"], $"{item} opens a {server.Name} to the outside of the cluster");
        }
        else if (port is not null)
        {
            context.Report(
                item.Spec["type"],
                $"{item} opens the port {port.Number}, which is that of a store, to the outside of the cluster"
            );
        }
    }

    private static void Report(KubernetesObject item, PropertyNode type, PolicyContext context)
    {
        if (type.Text is { } text && Outside.Contains(text))
        {
            context.Report(type, $"{item} has a Service of the type '{text}', which is outside of the cluster");
        }
    }
}
