using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>
/// Percona's operator of MongoDB: one replica set. Clients use no TLS, because theirs would have to know the authority that the operator
/// makes for each cluster.
/// </summary>
internal sealed class MongodbOperator : PerconaOperator
{
    private const int Port = 27017;
    private const string Set = "rs0";

    public override OperatorFacts Facts { get; } =
        new()
        {
            Name = "Percona's operator of MongoDB",
            Images = new StoreImages("percona/percona-server-mongodb", [("8.0", "8.0.19-7"), ("7.0", "7.0.30-16")]) { HasPatches = false },
            Size = StoreContainer.SizeOf("500m", "2Gi", "2Gi"),
            Port = Port,
            NameLength = 46,
            ReplicaSet = Set,
            ReservedUsers = ["backup"],
            Secrets =
            [
                "secrets",
                "ssl",
                "ssl-internal",
                "vault",
                "mongodb-keyfile",
                "mongodb-encryption-key",
                "custom-user-secret",
                "log-collector",
            ],
            Services = [Set],
            MakesBackups = true,
        };

    public override string GetService(string store) => $"{store}-{Set}";

    public override StoreCredential GetAdministrator(string store) =>
        new($"{store}-secrets", "MONGODB_DATABASE_ADMIN_USER", "MONGODB_DATABASE_ADMIN_PASSWORD");

    public override RotationObstacle? FindAdministratorObstacle(string store) => null;

    public override WatchedSecret FindWatchedSecret(string store) =>
        new("kubernetes:psmdb.percona.com/v1:PerconaServerMongoDB", GetAdministrator(store));

    public override StoreNetwork GetNetwork(string store) =>
        new()
        {
            Pods = GetPods(store),
            ClientPort = Port,
            Groups = [new PodGroup(GetPods(store)) { Ports = [Port], ReachBucket = true }],
            Operators = [Labels(("app.kubernetes.io/name", "percona-server-mongodb-operator"))],
            OperatorPorts = [Port],
        };

    public override StoreMetrics GetMetrics(string store) =>
        new()
        {
            Source = MetricsSource.MongodbExporter,
            Pods = GetPods(store),
            Port = StoreExporter.Of(StoreKind.Mongodb).Port,
        };

    public override IEnumerable<StoreObject> CreateObjects(OperatedStore store)
    {
        yield return new StoreObject
        {
            ApiVersion = "psmdb.percona.com/v1",
            Kind = "PerconaServerMongoDB",
            Name = store.Name,
            Annotations = Labels((StoreNames.DatabaseAnnotation, store.Database!)),
            Spec = CreateCluster(store),
            ReadyWhen = "jsonpath={.status.state}=ready",
            HasData = true,
            Bucket = store.Backup is { } backup ? BucketEndpoint.Find(backup.Bucket) : null,
        };
    }

    protected override PerconaTrialKinds TrialKinds { get; } =
        new()
        {
            Plural = "perconaservermongodbs",
            Backups = "perconaservermongodbbackups",
            Restores = "perconaservermongodbrestores",
            ClusterField = "clusterName",
            ChoosesDatabases = true,
            Done = "ready",
            Failed = "error",
            DeleteVolumes = "percona.com/delete-psmdb-pvc",
        };

    public override IEnumerable<PodDemand> CountPods(OperatedStore store) =>
        [
            new PodDemand(
                store.Replicas,
                [
                    .. PerconaFields.CountContainers(store),
                    .. store.Backup is null ? Array.Empty<SizeSettings>() : [PerconaBackups.AgentSize],
                ]
            ),
        ];

    private static ImmutableSortedDictionary<string, string> GetPods(string store) =>
        Labels(("app.kubernetes.io/component", "mongod"), ("app.kubernetes.io/instance", store));

    private static JsonObject CreateCluster(OperatedStore store)
    {
        var servers = PerconaFields.CreateServers(store, store.Replicas, store.Resources, GetPods(store.Name));
        servers["name"] = Set;
        servers["volumeSpec"] = PerconaFields.CreateVolume(store);
        if (store.ExporterImage is not null)
        {
            servers["sidecars"] = new JsonArray(
                PerconaFields.CreateExporter(
                    store,
                    StoreExporter.Of(StoreKind.Mongodb),
                    ["--collector.diagnosticdata", "--collector.replicasetstatus", "--collector.dbstats"],
                    ("MONGODB_URI", "mongodb://127.0.0.1:27017/admin", IsKey: false),
                    ("MONGODB_USER", "MONGODB_CLUSTER_MONITOR_USER", IsKey: true),
                    ("MONGODB_PASSWORD", "MONGODB_CLUSTER_MONITOR_PASSWORD", IsKey: true)
                )
            );
        }

        var spec = new JsonObject
        {
            ["crVersion"] = "1.22.0",
            ["image"] = store.Image,
            ["secrets"] = new JsonObject { ["users"] = $"{store.Name}-secrets" },

            // Without it the operator ignores a larger size.
            ["enableVolumeExpansion"] = true,
            ["updateStrategy"] = "SmartUpdate",
            ["upgradeOptions"] = PerconaFields.CreateUpgrades(),
            ["tls"] = new JsonObject { ["mode"] = "preferTLS" },
            ["initContainerSecurityContext"] = PodFields.RestrictedContainer(PerconaFields.User),
            ["sharding"] = new JsonObject { ["enabled"] = false },
            ["replsets"] = new JsonArray(servers),
            ["logcollector"] = new JsonObject { ["enabled"] = false },
            ["users"] = new JsonArray([.. store.Logins.Select(CreateUser)]),
        };
        if (store.Backup is { } backup)
        {
            spec["backup"] = CreateBackups(store, backup);
        }

        if (store.Replicas < PerconaFields.SafeReplicas)
        {
            spec["unsafeFlags"] = new JsonObject { ["replsetSize"] = true };
        }

        return spec;
    }

    /// <summary>An agent beside each server makes backups, and archives the log of operations between them.</summary>
    private static JsonObject CreateBackups(OperatedStore store, BackupPlan backup)
    {
        var bucket = PerconaBackups.CreateBucket(backup, backup.Bucket.Database!);
        bucket["prefix"] = backup.Folder;
        var schedule = PerconaBackups.CreateSchedule(store, backup);
        schedule["enabled"] = true;
        schedule["compressionType"] = "gzip";
        return new JsonObject
        {
            ["enabled"] = true,
            ["image"] = "percona/percona-backup-mongodb:2.12.0",
            ["resources"] = PodFields.Resources(PerconaBackups.AgentSize),
            ["containerSecurityContext"] = PodFields.RestrictedContainer(PerconaFields.User),
            ["storages"] = new JsonObject
            {
                [PerconaBackups.Storage] = new JsonObject { ["type"] = "s3", ["s3"] = bucket },
            },
            ["tasks"] = new JsonArray(schedule),
            ["pitr"] = new JsonObject { ["enabled"] = true, ["compressionType"] = "gzip" },
        };
    }

    /// <summary>Users are in the database that clients authenticate against.</summary>
    private static JsonObject CreateUser(StoreLogin login) =>
        new()
        {
            ["name"] = login.Name,
            ["db"] = "admin",
            ["passwordSecretRef"] = PerconaFields.ReferToPassword(login),
            ["roles"] = new JsonArray(CreateRole("readWrite", login), CreateRole("dbAdmin", login)),
        };

    private static JsonObject CreateRole(string role, StoreLogin login) => new() { ["name"] = role, ["db"] = login.Connection.Database };
}
