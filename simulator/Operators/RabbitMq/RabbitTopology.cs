using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.RabbitMq;

/// <summary>Objects of the topology operator: ready once their cluster is available.</summary>
internal class RabbitTopology(StandInContext context, string plural) : StandIn
{
    public override GroupResource Resource { get; } = new("rabbitmq.com", plural);

    protected StandInContext Context => context;

    public static IEnumerable<StandIn> Create(StandInContext context) =>
        [
            new RabbitTopology(context, "vhosts"),
            new RabbitTopology(context, "queues"),
            new RabbitPermission(context),
            new RabbitUser(context),
        ];

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var reference = item.Source.Spec.Map("rabbitmqClusterReference");
        var name = reference.Text("name") ?? "";
        var cluster = context.Client.Find(RabbitCluster.Kind, reference.Text("namespace") ?? item.Namespace, name);
        var obstacle =
            cluster is null ? $"rabbitmqclusters.rabbitmq.com \"{name}\" not found"
            : !cluster.Status.HasCondition("ClusterAvailable") ? $"the cluster {name} is not available"
            : FindObstacle(item);
        var fields = new JsonObject { ["observedGeneration"] = item.Source.Generation };
        if (obstacle is not null)
        {
            WriteFailure(item, obstacle);
            return RetryInterval;
        }

        Declare(item, fields);
        context.Write(item, fields, new Condition("Ready", "True", "SuccessfulCreateOrUpdate"));
        return null;
    }

    /// <summary>What the object waits for besides its cluster; null for nothing.</summary>
    protected virtual string? FindObstacle(PlainObject item) => null;

    /// <summary>Creates what belongs to the object, and adds the fields of its status.</summary>
    protected virtual void Declare(PlainObject item, JsonObject status) { }

    /// <summary>The fields that a status must have before the object is declared.</summary>
    protected virtual JsonObject CreateFailedStatus(PlainObject item) => [];

    private void WriteFailure(PlainObject item, string obstacle) =>
        context.Write(item, CreateFailedStatus(item), new Condition("Ready", "False", "FailedCreateOrUpdate", obstacle));
}

/// <summary>A <c>User</c>, whose credentials are those of a Secret, or drawn; they are in the Secret <c>-user-credentials</c>.</summary>
internal sealed class RabbitUser(StandInContext context) : RabbitTopology(context, "users")
{
    protected override string? FindObstacle(PlainObject item) =>
        item.Source.Spec.Text("importCredentialsSecret", "name") is { Length: > 0 } secret
        && Context.Objects.FindSecretValue(item.Namespace, secret, "username") is null
            ? $"could not find username key in credentials secret: {secret}"
            : null;

    protected override void Declare(PlainObject item, JsonObject status)
    {
        var imported = item.Source.Spec.Text("importCredentialsSecret", "name");
        string? Find(string key) => Context.Objects.FindSecretValue(item.Namespace, imported, key);
        var name = $"{item.Name}-user-credentials";
        Context.Objects.CreateSecretOnce(item, name, new Dictionary<string, string>(), () =>
            new Dictionary<string, string>
            {
                ["username"] = Find("username") ?? Context.Objects.DrawPassword(),
                ["password"] = Find("password") ?? Context.Objects.DrawPassword(),
            }
        );
        status["username"] = Find("username") ?? Context.Objects.FindSecretValue(item.Namespace, name, "username");
        status["credentials"] = new JsonObject { ["name"] = name };
    }

    protected override JsonObject CreateFailedStatus(PlainObject item) =>
        new() { ["username"] = item.Source.Status.Text("username") ?? "" };
}

/// <summary>A <c>Permission</c>, which may refer to a <c>User</c>.</summary>
internal sealed class RabbitPermission(StandInContext context) : RabbitTopology(context, "permissions")
{
    protected override string? FindObstacle(PlainObject item) =>
        item.Source.Spec.Text("userReference", "name") is { Length: > 0 } user
        && Context.Client.Find(new GroupResource("rabbitmq.com", "users"), item.Namespace, user)?.Status.HasCondition("Ready") != true
            ? $"failed to get username from status: user {user} is not ready"
            : null;
}
