using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Backend.Planning.Stores.Backups;
using Infra.Backend.Planning.Stores.Containers;
using Infra.Backend.Planning.Stores.Metrics;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>Percona's operator of XtraDB Cluster: servers that commit together, and HAProxy in front of them.</summary>
internal sealed class MysqlOperator : PerconaOperator
{
    private const int Port = 3306;

    /// <summary>The port for the operator, for checks of health and for the archive of the binary log.</summary>
    private const int AdminPort = 33_062;

    private const string ComponentLabel = "app.kubernetes.io/component";

    /// <summary>Copies of a whole server, transactions, and what a server has missed.</summary>
    private static readonly ImmutableArray<PortRange> TransferPorts = [4444, 4567, 4568];

    private static readonly SizeSettings ProxySize = StoreContainer.SizeOf("100m", "128Mi", "256Mi");
    private static readonly SizeSettings MonitorSize = StoreContainer.SizeOf("50m", "64Mi", "128Mi");

    public override OperatorFacts Facts { get; } =
        new()
        {
            Name = "Percona's operator of XtraDB Cluster",
            Images = new StoreImages("percona/percona-xtradb-cluster", [("8.4", "8.4.7-7.1"), ("8.0", "8.0.44-35.1")])
            {
                HasPatches = false,
            },
            Size = StoreContainer.SizeOf("500m", "2Gi", "2Gi"),
            Port = Port,
            NameLength = 22,
            Tls = true,
            OffersTls = true,
            MakesBackups = true,
            Secrets = ["secrets", "ssl", "ssl-internal", "vault", "mysql-init", "env-vars-pxc", "env-vars-haproxy", "log-collector"],
            Services = ["haproxy", "haproxy-replicas", "pxc", "pxc-unready"],
            ReservedUsers = ["root", "operator", "monitor", "clustercheck", "xtrabackup", "replication", "proxyadmin", "pmmserver"],
        };

    public override string GetService(string store) => $"{store}-haproxy";

    public override StoreCredential GetAdministrator(string store) => new($"{store}-secrets", PasswordKey: "root");

    public override RotationObstacle? FindAdministratorObstacle(string store) => null;

    public override WatchedSecret FindWatchedSecret(string store) =>
        new("kubernetes:pxc.percona.com/v1:PerconaXtraDBCluster", GetAdministrator(store));

    public override StoreNetwork GetNetwork(string store) =>
        new()
        {
            Pods = GetPods(store, "haproxy"),
            ClientPort = Port,
            Groups =
            [
                new PodGroup(GetPods(store, "haproxy")),
                new PodGroup(GetPods(store, "pxc")) { Ports = [Port, AdminPort, .. TransferPorts] },
                new PodGroup(GetAll(store))
                {
                    // Jobs of backups join the servers for as long as they receive their data.
                    Without = new OtherLabel(ComponentLabel, ["haproxy", "pxc"]),
                    Ports = [.. TransferPorts],
                    AreServers = false,
                    ReachBucket = true,
                },
            ],
            Operators = [Labels(("app.kubernetes.io/name", "percona-xtradb-cluster-operator"))],
            OperatorPorts = [Port, AdminPort],
        };

    public override StoreMetrics GetMetrics(string store) =>
        new()
        {
            Source = MetricsSource.MysqldExporter,
            Pods = GetPods(store, "pxc"),
            Port = StoreExporter.Of(StoreKind.Mysql).Port,
        };

    public override IEnumerable<StoreObject> CreateObjects(OperatedStore store)
    {
        yield return new StoreObject
        {
            ApiVersion = "pxc.percona.com/v1",
            Kind = "PerconaXtraDBCluster",
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
            Plural = "perconaxtradbclusters",
            Backups = "perconaxtradbclusterbackups",
            Restores = "perconaxtradbclusterrestores",
            ClusterField = "pxcCluster",
            Done = "Succeeded",
            Failed = "Failed",
            DeleteVolumes = "percona.com/delete-pxc-pvc",
            Username = StoreFacts.Of(StoreKind.Mysql).Administrator,
        };

    public override IEnumerable<PodDemand> CountPods(OperatedStore store) =>
        [
            new PodDemand(store.Replicas, PerconaFields.CountContainers(store)),
            new PodDemand(GetProxies(store), [ProxySize, MonitorSize]),
            // One makes a backup, and one archives the binary log.
            .. store.Backup is null ? Array.Empty<PodDemand>() : [new PodDemand(2, [PerconaBackups.AgentSize])],
        ];

    private static int GetProxies(OperatedStore store) => Math.Min(store.Replicas, PerconaFields.SafeReplicas);

    private static ImmutableSortedDictionary<string, string> GetPods(string store, string component) =>
        Labels((ComponentLabel, component), ("app.kubernetes.io/instance", store));

    /// <summary>All pods of a store, those that make and restore backups included.</summary>
    private static ImmutableSortedDictionary<string, string> GetAll(string store) =>
        Labels(("app.kubernetes.io/instance", store), ("app.kubernetes.io/managed-by", "percona-xtradb-cluster-operator"));

    private static JsonObject CreateCluster(OperatedStore store)
    {
        var servers = PerconaFields.CreateServers(store, store.Replicas, store.Resources, GetPods(store.Name, "pxc"));
        servers["image"] = store.Image;
        servers["autoRecovery"] = true;
        servers["volumeSpec"] = PerconaFields.CreateVolume(store);
        if (store.ExporterImage is not null)
        {
            servers["sidecars"] = new JsonArray(
                PerconaFields.CreateExporter(
                    store,
                    StoreExporter.Of(StoreKind.Mysql),
                    ["--mysqld.address=127.0.0.1:3306", "--mysqld.username=monitor"],
                    ("MYSQLD_EXPORTER_PASSWORD", "monitor", IsKey: true)
                )
            );
        }

        var proxies = PerconaFields.CreateServers(store, GetProxies(store), ProxySize, GetPods(store.Name, "haproxy"));
        proxies["enabled"] = true;
        proxies["image"] = "percona/haproxy:2.8.17";
        proxies["sidecarResources"] = PodFields.Resources(MonitorSize);
        var spec = new JsonObject
        {
            ["crVersion"] = "1.19.0",
            ["secretsName"] = $"{store.Name}-secrets",

            // Without it the operator ignores a larger size.
            ["enableVolumeExpansion"] = true,
            ["updateStrategy"] = "SmartUpdate",
            ["upgradeOptions"] = PerconaFields.CreateUpgrades(),
            ["tls"] = new JsonObject { ["enabled"] = true },
            ["initContainer"] = new JsonObject
            {
                ["containerSecurityContext"] = PodFields.RestrictedContainer(PerconaFields.User),
                ["resources"] = PodFields.Resources(MonitorSize),
            },
            ["pxc"] = servers,
            ["haproxy"] = proxies,
            ["logcollector"] = new JsonObject { ["enabled"] = false },
            ["users"] = new JsonArray([.. store.Logins.Select(CreateUser)]),
        };
        if (store.Backup is { } backup)
        {
            spec["backup"] = CreateBackups(store, backup);
        }

        if (store.Replicas < PerconaFields.SafeReplicas)
        {
            spec["unsafeFlags"] = new JsonObject { ["pxcSize"] = true, ["proxySize"] = true };
        }

        return spec;
    }

    /// <summary>A pod makes each backup; another one archives the binary log between them.</summary>
    private static JsonObject CreateBackups(OperatedStore store, BackupPlan backup)
    {
        const string log = "binlogs";
        var path = $"{backup.Bucket.Database}/{backup.Folder}";
        return new JsonObject
        {
            ["image"] =
                $"percona/percona-xtrabackup:{(store.Version == "8.0" || store.Version!.StartsWith("8.0.", StringComparison.Ordinal) ? "8.0.35-34.1" : "8.4.0-5.1")}",
            ["storages"] = new JsonObject
            {
                [PerconaBackups.Storage] = CreateStorage(store, PerconaBackups.CreateBucket(backup, path)),
                [log] = CreateStorage(store, PerconaBackups.CreateBucket(backup, $"{path}/{log}")),
            },
            ["schedule"] = new JsonArray(PerconaBackups.CreateSchedule(store, backup)),
            ["pitr"] = new JsonObject
            {
                ["enabled"] = true,
                ["storageName"] = log,
                ["timeBetweenUploads"] = 60,
                ["resources"] = PodFields.Resources(PerconaBackups.AgentSize),
            },
        };
    }

    private static JsonObject CreateStorage(OperatedStore store, JsonObject bucket)
    {
        var storage = new JsonObject
        {
            ["type"] = "s3",
            ["s3"] = bucket,
            ["resources"] = PodFields.Resources(PerconaBackups.AgentSize),
            ["podSecurityContext"] = PodFields.RestrictedPod(PerconaFields.User),
            ["containerSecurityContext"] = PodFields.RestrictedContainer(PerconaFields.User),
        };
        PerconaFields.Place(storage, store);
        return storage;
    }

    private static JsonObject CreateUser(StoreLogin login) =>
        new()
        {
            ["name"] = login.Name,
            ["dbs"] = new JsonArray(login.Connection.Database),
            ["grants"] = new JsonArray("ALL"),
            ["hosts"] = new JsonArray("%"),
            ["passwordSecretRef"] = PerconaFields.ReferToPassword(login),
        };
}
