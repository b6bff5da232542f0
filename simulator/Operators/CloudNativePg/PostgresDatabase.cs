using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.CloudNativePg;

/// <summary>A <c>Database</c>: applied once its cluster is ready and has the owner.</summary>
internal sealed class PostgresDatabase(StandInContext context) : StandIn
{
    public override GroupResource Resource => PostgresNames.Kind("databases");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var spec = item.Source.Spec;
        var cluster = context.Client.Find(PostgresNames.Clusters, item.Namespace, spec.Text("cluster", "name") ?? "");
        if (cluster is null || !cluster.Status.HasCondition("Ready"))
        {
            return RetryInterval;
        }

        var owner = spec.Text("owner") ?? "";
        var isApplied = PostgresRoles.Exists(new PlainObject(cluster), owner);
        var status = new JsonObject { ["applied"] = isApplied, ["observedGeneration"] = item.Source.Generation };
        status["message"] = isApplied
            ? null
            : $"while creating database \"{spec.Text("name")}\": ERROR: role \"{owner}\" does not exist (SQLSTATE 42704)";
        context.Write(item, status);
        return isApplied ? null : RetryInterval;
    }
}
