using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators.Percona;

/// <summary>
/// A <c>PerconaServerMongoDB</c>: a StatefulSet and a Service for each replica set, those of config servers and routers if it is sharded,
/// the Secret of the system's users, and the state.
/// </summary>
internal sealed class MongoCluster(StandInContext context) : StandIn
{
    private const int Port = 27017;

    private readonly PerconaSchedules _schedules = new(context, PerconaBackupKinds.MongoDb);
    private readonly PerconaRemoval _removal = new(context, PerconaBackupKinds.MongoDb.Clusters);

    private static readonly (string Key, string Name)[] _users =
    [
        ("BACKUP", "backup"),
        ("CLUSTER_ADMIN", "clusterAdmin"),
        ("CLUSTER_MONITOR", "clusterMonitor"),
        ("DATABASE_ADMIN", "databaseAdmin"),
        ("USER_ADMIN", "userAdmin"),
    ];

    public override GroupResource Resource => new("psmdb.percona.com", "perconaservermongodbs");

    public override TimeSpan? Reconcile(PlainObject item)
    {
        var spec = item.Source.Spec;
        if (FindProblem(spec) is { } problem)
        {
            context.Write(
                item,
                new JsonObject
                {
                    ["state"] = "error",
                    ["message"] = problem,
                    ["ready"] = 0,
                    ["size"] = 0,
                }
            );
            return null;
        }

        context.Objects.CreateSecretOnce(item, GetSecret(item), Labels(item), CreateCredentials);
        var (size, ready) = (0L, 0L);
        var replicaSets = new JsonObject();
        foreach (var (name, settings) in GetReplicaSets(spec))
        {
            var labels = Labels(item, ("replset", name), ("component", "mongod"));
            var set = CreateSet(item, name, "mongod", labels, settings);
            var running = set.Apply(context, item);
            CreateService(item, set.Name, Labels(item, ("replset", name)), isHeadless: true);
            replicaSets[name] = Describe(set.Size, running);
            replicaSets[name]!["initialized"] = running > 0;
            (size, ready) = (size + set.Size, ready + running);
        }

        var status = new JsonObject { ["observedGeneration"] = item.Source.Generation, ["replsets"] = replicaSets };
        var host = $"{item.Name}-{replicaSets.First().Key}.{item.Namespace}.svc.cluster.local";
        if (spec.Flag("sharding", "enabled"))
        {
            var labels = Labels(item, ("component", "mongos"));
            var set = CreateSet(item, "mongos", "mongos", labels, spec.Map("sharding", "mongos") ?? []);
            var running = set.Apply(context, item);
            CreateService(item, set.Name, labels, isHeadless: false);
            status["mongos"] = Describe(set.Size, running);
            (size, ready) = (size + set.Size, ready + running);
            host = $"{item.Name}-mongos.{item.Namespace}.svc.cluster.local";
        }

        var state = ready == size ? "ready" : "initializing";
        (status["size"], status["ready"], status["host"], status["state"], status["message"]) = (size, ready, host, state, null);
        context.Write(item, status, new Condition(state, "True"));
        return ready == size ? _schedules.Run(item, GetTasks(spec)) : RetryInterval;
    }

    public override void Release(PlainObject item) =>
        _removal.Release(
            item,
            [
                new PerconaFinalizer("delete-psmdb-pods-in-order"),
                new PerconaFinalizer("delete-pitr-chunks"),
                new PerconaFinalizer("delete-psmdb-pvc") { Claims = Labels(item), Secret = GetSecret(item) },
            ]
        );

    private static string GetSecret(PlainObject item) => item.Source.Spec.Text("secrets", "users") ?? "percona-server-mongodb-users";

    private static IEnumerable<JsonObject> GetTasks(JsonObject spec) =>
        spec.Flag("backup", "enabled") ? spec.Map("backup")!.Objects("tasks").Where(task => task.Flag("enabled")) : [];

    private static string? FindProblem(JsonObject spec)
    {
        if (!spec.Objects("replsets").Any())
        {
            return "spec.replsets should have at least one replica set";
        }

        var small = spec.Objects("replsets").FirstOrDefault(set => set.Number("size") is { } size && (size < 3 || size % 2 == 0));
        return small is not null && !spec.Flag("unsafeFlags", "replsetSize") && !small.Flag("arbiter", "enabled")
            ? $"replset {small.Text("name")}: size should be odd and at least 3; set spec.unsafeFlags.replsetSize to true to disable this check"
            : null;
    }

    private Dictionary<string, string> CreateCredentials()
    {
        var values = new Dictionary<string, string>();
        foreach (var (key, name) in _users)
        {
            values[$"MONGODB_{key}_USER"] = name;
            values[$"MONGODB_{key}_PASSWORD"] = context.Objects.DrawPassword();
        }

        return values;
    }

    private static IEnumerable<(string Name, JsonObject Settings)> GetReplicaSets(JsonObject spec)
    {
        foreach (var set in spec.Objects("replsets"))
        {
            yield return (set.Text("name") ?? "rs0", set);
        }

        if (spec.Flag("sharding", "enabled"))
        {
            yield return ("cfg", spec.Map("sharding", "configsvrReplSet") ?? []);
        }
    }

    private static PerconaSet CreateSet(
        PlainObject item,
        string suffix,
        string container,
        Dictionary<string, string> labels,
        JsonObject settings
    ) =>
        new()
        {
            Name = $"{item.Name}-{suffix}",
            Container = container,
            Labels = labels,
            Ports = PodParts.Ports(("mongodb", Port)),
            ProbedPort = Port,
            Volume = container == "mongod" ? "mongod-data" : null,
            Settings = settings,
            Image = item.Source.Spec.Text("image") ?? "percona/percona-server-mongodb",
        };

    private void CreateService(PlainObject item, string name, Dictionary<string, string> selector, bool isHeadless) =>
        context.Objects.Apply(
            item,
            GroupResource.Services,
            name,
            OwnedObjects.Service(selector, selector, [("mongodb", Port)], isHeadless)
        );

    private static JsonObject Describe(long size, long ready) =>
        new()
        {
            ["size"] = size,
            ["ready"] = ready,
            ["status"] = ready == size ? "ready" : "initializing",
        };

    private static Dictionary<string, string> Labels(PlainObject item, params ReadOnlySpan<(string Key, string Value)> more)
    {
        var labels = new Dictionary<string, string>
        {
            ["app.kubernetes.io/name"] = "percona-server-mongodb",
            ["app.kubernetes.io/managed-by"] = "percona-server-mongodb-operator",
            ["app.kubernetes.io/part-of"] = "percona-server-mongodb",
            ["app.kubernetes.io/instance"] = item.Name,
        };
        foreach (var (key, value) in more)
        {
            labels[$"app.kubernetes.io/{key}"] = value;
        }

        return labels;
    }
}
