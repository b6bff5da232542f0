using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.CloudNativePg;

/// <summary>A <c>Pooler</c>: a Deployment of PgBouncer, and a Service of its name.</summary>
internal sealed class PostgresPooler(StandInContext context) : StandIn
{
    public override GroupResource Resource => PostgresNames.Kind("poolers");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var spec = item.Source.Spec;
        var cluster = spec.Text("cluster", "name") ?? "";
        var labels = PostgresNames.Labels(cluster);
        labels["app.kubernetes.io/component"] = "pooler";
        labels["cnpg.io/poolerName"] = item.Name;
        labels["cnpg.io/podRole"] = "pooler";
        var selector = new Dictionary<string, string> { ["cnpg.io/poolerName"] = item.Name };
        context.Objects.Apply(
            item,
            GroupResource.Services,
            item.Name,
            OwnedObjects.Service(labels, selector, [("pgbouncer", PostgresNames.Port)])
        );
        var instances = spec.Number("instances") ?? 1;
        var deployment = context.Objects.Apply(
            item,
            GroupResource.Deployments,
            item.Name,
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = OwnedObjects.Map(labels) },
                ["spec"] = new JsonObject
                {
                    ["replicas"] = instances,
                    ["selector"] = new JsonObject { ["matchLabels"] = OwnedObjects.Map(selector) },
                    ["template"] = CreateTemplate(spec, labels),
                },
            }
        );
        var running = deployment.Status.Number("readyReplicas") ?? 0;
        context.Write(item, new JsonObject { ["instances"] = running });
        return running == instances ? null : RetryInterval;
    }

    private static JsonObject CreateTemplate(JsonObject spec, Dictionary<string, string> labels)
    {
        var given = spec.Map("template");
        var all = new Dictionary<string, string>(given.TextMap("metadata", "labels"));
        foreach (var (key, value) in labels)
        {
            all[key] = value;
        }

        var custom = given.Objects("spec", "containers").FirstOrDefault(container => container.Text("name") == "pgbouncer");
        var container = new JsonObject
        {
            ["name"] = "pgbouncer",
            ["image"] = custom.Text("image") ?? "ghcr.io/cloudnative-pg/pgbouncer:1.25",
            ["ports"] = PodParts.Ports(("pgbouncer", PostgresNames.Port), ("metrics", 9127)),
            ["readinessProbe"] = PodParts.TcpProbe(PostgresNames.Port),
            ["securityContext"] = PodParts.RestrictedContainer(),
        };
        PodParts.CopyTo(container, custom, "resources");
        var pod = new JsonObject { ["containers"] = new JsonArray(container), ["securityContext"] = PodParts.RestrictedPod(998) };
        PodParts.CopyScheduling(pod, given.Map("spec"));
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = OwnedObjects.Map(all) },
            ["spec"] = pod,
        };
    }
}
