using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Strimzi;

/// <summary>The Deployment <c>-entity-operator</c> of a cluster, which looks after topics and users.</summary>
internal static class KafkaEntityOperator
{
    private const string Image = "quay.io/strimzi/operator:1.2.0";

    /// <summary>Creates the Deployment if the cluster has one.</summary>
    /// <returns>What the cluster waits for; null for nothing.</returns>
    public static string? Reconcile(StandInContext context, ObjectView cluster)
    {
        if (cluster.Source.Spec.Map("entityOperator") is not { } spec)
        {
            return null;
        }

        var name = $"{cluster.Name}-entity-operator";
        var labels = KafkaNames.Labels(cluster.Name, name, "entity-operator");
        context.Objects.CreateOnce(cluster, GroupResource.ServiceAccounts, name, () => []);
        var deployment = context.Objects.Apply(
            cluster,
            GroupResource.Deployments,
            name,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = OwnedObjects.Map(labels) },
                ["spec"] = new JsonObject
                {
                    ["replicas"] = 1,
                    ["selector"] = new JsonObject
                    {
                        ["matchLabels"] = new JsonObject { [KafkaNames.ClusterLabel] = cluster.Name, ["strimzi.io/name"] = name },
                    },
                    ["template"] = CreateTemplate(spec, labels, name),
                },
            }
        );
        return deployment.Status.Number("readyReplicas") > 0 ? null : $"Deployment {name} is not ready";
    }

    private static JsonObject CreateTemplate(JsonObject spec, Dictionary<string, string> labels, string account)
    {
        var template = spec.Map("template");
        var all = new Dictionary<string, string>(template.TextMap("pod", "metadata", "labels"));
        foreach (var (key, value) in labels)
        {
            all[key] = value;
        }

        var containers = new JsonArray();
        foreach (
            var (part, name, port) in (ReadOnlySpan<(string, string, int)>)
                [("topicOperator", "topic-operator", 8080), ("userOperator", "user-operator", 8081)]
        )
        {
            if (spec.Map(part) is { } given)
            {
                var container = new JsonObject
                {
                    ["name"] = name,
                    ["image"] = given.Text("image") ?? Image,
                    ["ports"] = PodParts.Ports(("healthcheck", port)),
                };
                PodParts.CopyTo(container, given, "resources");
                PodParts.CopyTo(container, template.Map($"{part}Container"), "securityContext");
                containers.Add(container);
            }
        }

        var pod = new JsonObject { ["containers"] = containers, ["serviceAccountName"] = account };
        PodParts.CopyScheduling(pod, template.Map("pod"));
        PodParts.CopyTo(pod, template.Map("pod"), "securityContext");
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = OwnedObjects.Map(all) },
            ["spec"] = pod,
        };
    }
}
