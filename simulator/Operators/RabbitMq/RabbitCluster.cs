using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Patching;
using Infra.Kubernetes.Schema;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.RabbitMq;

/// <summary>
/// A <c>RabbitmqCluster</c>: a StatefulSet <c>-server</c>, the Services of clients and nodes, the Secret <c>-default-user</c>, conditions.
/// </summary>
internal sealed class RabbitCluster(StandInContext context) : StandIn
{
    public static readonly GroupResource Kind = new("rabbitmq.com", "rabbitmqclusters");

    private const int User = 999;

    public override GroupResource Resource => Kind;

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var labels = CreateLabels(item);
        var selector = new Dictionary<string, string> { ["app.kubernetes.io/name"] = item.Name };
        var isEncrypted = item.Source.Spec.Text("tls", "secretName") is not null;
        context.Objects.CreateOnce(item, GroupResource.ServiceAccounts, $"{item.Name}-server", () => []);
        context.Objects.Apply(
            item,
            GroupResource.Services,
            $"{item.Name}-nodes",
            OwnedObjects.Service(labels, selector, [("epmd", 4369), ("cluster-rpc", 25672)], isHeadless: true)
        );
        context.Objects.ApplyOrAdopt(
            item,
            GroupResource.Services,
            item.Name,
            OwnedObjects.Service(labels, selector, [.. GetPorts(item, isEncrypted)])
        );
        context.Objects.CreateSecretOnce(item, $"{item.Name}-default-user", labels, () => CreateCredentials(item, isEncrypted));
        context.Objects.CreateSecretOnce(item, $"{item.Name}-erlang-cookie", labels, () =>
            new Dictionary<string, string> { [".erlang.cookie"] = context.Objects.DrawPassword() }
        );
        var set = context.Objects.ApplySet(item, $"{item.Name}-server", CreateSet(item, labels, selector));
        WriteStatus(item, set);
        return null;
    }

    /// <summary>The operator does not copy labels of its own prefix.</summary>
    private static Dictionary<string, string> CreateLabels(PlainObject item)
    {
        var labels = item
            .Labels.Where(label => !label.Key.StartsWith("app.kubernetes.io", StringComparison.Ordinal))
            .ToDictionary(label => label.Key, label => label.Value);
        labels["app.kubernetes.io/name"] = item.Name;
        labels["app.kubernetes.io/component"] = "rabbitmq";
        labels["app.kubernetes.io/part-of"] = "rabbitmq";
        return labels;
    }

    private static IEnumerable<(string Name, int Port)> GetPorts(PlainObject item, bool isEncrypted)
    {
        if (isEncrypted)
        {
            yield return ("amqps", 5671);
            yield return ("management-tls", 15671);
            yield return ("prometheus-tls", 15691);
        }

        if (!item.Source.Spec.Flag("tls", "disableNonTLSListeners"))
        {
            yield return ("amqp", 5672);
            yield return ("management", 15672);
            yield return ("prometheus", 15692);
        }
    }

    private Dictionary<string, string> CreateCredentials(PlainObject item, bool isEncrypted)
    {
        var (user, password) = ($"default_user_{context.Identities.NewSuffix(16)}", context.Objects.DrawPassword());
        var (host, port) = ($"{item.Name}.{item.Namespace}.svc", isEncrypted ? "5671" : "5672");
        return new Dictionary<string, string>
        {
            ["username"] = user,
            ["password"] = password,
            ["default_user.conf"] = $"default_user = {user}\ndefault_pass = {password}\n",
            ["provider"] = "rabbitmq",
            ["type"] = "rabbitmq",
            ["host"] = host,
            ["port"] = port,
            ["connection_string"] = $"{(isEncrypted ? "amqps" : "amqp")}://{user}:{password}@{host}:{port}/",
        };
    }

    private static JsonObject CreateSet(PlainObject item, Dictionary<string, string> labels, Dictionary<string, string> selector)
    {
        var spec = item.Source.Spec;
        var set = new JsonObject
        {
            ["replicas"] = spec.Number("replicas") ?? 1,
            ["serviceName"] = $"{item.Name}-nodes",
            ["podManagementPolicy"] = "Parallel",
            ["selector"] = new JsonObject { ["matchLabels"] = OwnedObjects.Map(selector) },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = OwnedObjects.Map(labels) },
                ["spec"] = CreatePod(item),
            },
        };
        var storage = spec.Text("persistence", "storage") ?? "10Gi";
        if (storage is not ("0" or "0Gi"))
        {
            var claim = OwnedObjects.Claim(labels, storage, spec.Text("persistence", "storageClassName"));
            claim["metadata"]!["name"] = "persistence";
            // The operator's claims are deleted with the cluster.
            claim["metadata"]!["ownerReferences"] = new JsonArray(
                (OwnerReference.ToController(item.Source) with { BlockOwnerDeletion = false }).ToJson()
            );
            set["volumeClaimTemplates"] = new JsonArray(claim);
        }

        var whole = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = OwnedObjects.Map(labels) },
            ["spec"] = set,
        };
        return spec.Map("override", "statefulSet") is { } overriding
            ? StrategicMergePatch.Apply(ObjectType.Find("apps/v1", "StatefulSet"), whole, overriding.Clone())
            : whole;
    }

    private static JsonObject CreatePod(PlainObject item)
    {
        var spec = item.Source.Spec;
        var container = new JsonObject
        {
            ["name"] = "rabbitmq",
            ["image"] = spec.Text("image") ?? "rabbitmq:4.2-management",
            ["ports"] = PodParts.Ports(("epmd", 4369), ("amqp", 5672), ("management", 15672), ("prometheus", 15692)),
            ["readinessProbe"] = PodParts.TcpProbe(5672),
            ["securityContext"] = PodParts.RestrictedContainer(),
            ["resources"] = spec["resources"]?.DeepClone()
                ?? JsonSerializer.SerializeToNode(
                    new { requests = new { cpu = "1", memory = "2Gi" }, limits = new { cpu = "2", memory = "2Gi" } }
                ),
        };
        var pod = new JsonObject
        {
            ["containers"] = new JsonArray(container),
            ["serviceAccountName"] = $"{item.Name}-server",
            ["terminationGracePeriodSeconds"] = spec.Number("terminationGracePeriodSeconds") ?? 604800,
            ["securityContext"] = PodParts.RestrictedPod(User),
        };
        PodParts.CopyTo(pod, spec, "affinity");
        PodParts.CopyTo(pod, spec, "tolerations");
        return pod;
    }

    private void WriteStatus(PlainObject item, KubeObject set)
    {
        var (replicas, ready) = (set.Spec.Number("replicas") ?? 1, set.Status.Number("readyReplicas") ?? 0);
        var user = new JsonObject { ["name"] = $"{item.Name}-default-user", ["namespace"] = item.Namespace };
        user["keys"] = new JsonObject { ["username"] = "username", ["password"] = "password" };
        context.Write(
            item,
            new JsonObject
            {
                ["observedGeneration"] = item.Source.Generation,
                ["binding"] = new JsonObject { ["name"] = $"{item.Name}-default-user" },
                ["defaultUser"] = new JsonObject
                {
                    ["secretReference"] = user,
                    ["serviceReference"] = new JsonObject { ["name"] = item.Name, ["namespace"] = item.Namespace },
                },
            },
            replicas == ready
                ? new Condition("AllReplicasReady", "True", "AllPodsAreReady")
                : new Condition("AllReplicasReady", "False", "NotAllPodsReady", $"{ready}/{replicas} Pods ready"),
            ready > 0
                ? new Condition("ClusterAvailable", "True", "AtLeastOneEndpointAvailable")
                : new Condition("ClusterAvailable", "False", "NoEndpointsAvailable", "The service has no endpoints available"),
            new Condition("NoWarnings", "True", "NoWarnings"),
            new Condition("ReconcileSuccess", "True", "Success", "Finish reconciling")
        );
    }
}
