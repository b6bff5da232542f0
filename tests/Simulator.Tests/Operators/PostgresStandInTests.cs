using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Operators;

public sealed class PostgresStandInTests : IDisposable
{
    private const string Clusters = "clusters.postgresql.cnpg.io";
    private const string Databases = "databases.postgresql.cnpg.io";
    private const string Backups = "backups.postgresql.cnpg.io";
    private readonly OperatorCluster _cluster = new("cloudnative-pg");

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Cluster_BecomesReady_WithItsPodsServicesAndSecret()
    {
        CreateCluster(instances: 3);

        Assert.True(_cluster.RunUntilCondition(Clusters, "db"));
        Assert.Equal(["db-1", "db-2", "db-3"], _cluster.Names("pods"));
        Assert.Equal("primary", _cluster.Get("pods", "db-1").Labels["role"]);
        Assert.Equal("replica", _cluster.Get("pods", "db-2").Labels["cnpg.io/instanceRole"]);
        Assert.Equal(["db-r", "db-ro", "db-rw"], _cluster.Names("services", "db"));
        Assert.Equal("default/db-1", Endpoints("db-rw"));
        Assert.Equal("app", _cluster.SecretValue("db-app", "username"));
        Assert.StartsWith("postgresql://app:", _cluster.SecretValue("db-app", "uri"), StringComparison.Ordinal);
        Assert.Equal("20Gi", _cluster.Get("persistentvolumeclaims", "db-1").Spec.Text("resources", "requests", "storage"));
        Assert.Equal(3, _cluster.Get(Clusters, "db").Status.Number("readyInstances"));
    }

    [Fact]
    public void Cluster_Deleted_RemovesWhatItOwns()
    {
        CreateCluster(instances: 1);
        _cluster.RunUntilCondition(Clusters, "db");

        _cluster.Client.Delete(new GroupResource("postgresql.cnpg.io", "clusters"), "default", "db");

        Assert.True(
            _cluster.RunUntil(
                () =>
                    _cluster.Names("pods").Count == 0
                    && _cluster.Names("persistentvolumeclaims").Count == 0
                    && _cluster.Find("secrets", "db-app") is null
                    && _cluster.Find("services", "db-rw") is null,
                seconds: 3600
            )
        );
    }

    [Fact]
    public void Cluster_PrimaryIsLost_AReplicaTakesItsPlace()
    {
        CreateCluster(instances: 2);
        _cluster.RunUntilCondition(Clusters, "db");

        _cluster.Client.Delete(GroupResource.Pods, "default", "db-1");

        Assert.True(_cluster.RunUntil(() => _cluster.Get(Clusters, "db").Status.Text("currentPrimary") == "db-2"));
        Assert.True(_cluster.RunUntil(() => Endpoints("db-rw") == "default/db-2"));
        Assert.True(_cluster.RunUntilCondition(Clusters, "db"));
    }

    [Fact]
    public void Cluster_WithAnotherImage_ReplacesItsPodsOneByOne()
    {
        CreateCluster(instances: 2);
        _cluster.RunUntilCondition(Clusters, "db");

        _cluster.Client.Patch(
            new GroupResource("postgresql.cnpg.io", "clusters"),
            "default",
            "db",
            new JsonObject { ["spec"] = new JsonObject { ["imageName"] = "ghcr.io/cloudnative-pg/postgresql:18.7" } }
        );
        var fewest = 2L;

        Assert.True(
            _cluster.RunUntil(
                () =>
                {
                    fewest = Math.Min(fewest, _cluster.Get(Clusters, "db").Status.Number("readyInstances") ?? 0);
                    return _cluster.Client.List(GroupResource.Pods, "default").Items is { Count: 2 } pods
                        && pods.All(pod =>
                            pod.Spec.Objects("containers").Single().Text("image")!.EndsWith("18.7", StringComparison.Ordinal)
                        );
                },
                seconds: 7200
            )
        );
        Assert.True(fewest >= 1);
    }

    [Fact]
    public void ManagedRole_WithoutItsSecret_CannotBeReconciledUntilItExists()
    {
        CreateCluster(instances: 1, """, "managed":{"roles":[{"name":"orders","login":true,"passwordSecret":{"name":"db-orders"}}]}""");
        _cluster.RunUntilCondition(Clusters, "db");

        Assert.Equal("secrets \"db-orders\" not found", Roles()["cannotReconcile"]!["orders"]![0]!.ToString());
        _cluster.CreateSecret("db-orders", ("username", "orders"), ("password", "secret"));

        Assert.True(_cluster.RunUntil(() => Roles().Array("byStatus", "reconciled")?.Any(name => name!.ToString() == "orders") == true));
        Assert.Null(Roles()["cannotReconcile"]);
    }

    [Fact]
    public void Database_OfAnUnknownOwner_IsNotApplied()
    {
        CreateCluster(instances: 1, """, "managed":{"roles":[{"name":"orders"}]}""");
        _cluster.Create(Databases, "orders", """{"name":"orders","owner":"orders","cluster":{"name":"db"}}""");
        _cluster.Create(Databases, "mails", """{"name":"mails","owner":"mails","cluster":{"name":"db"}}""");

        Assert.True(_cluster.RunUntil(() => _cluster.Get(Databases, "orders").Status.Flag("applied")));
        Assert.Contains("role \"mails\" does not exist", _cluster.Get(Databases, "mails").Status.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public void ScheduledBackup_CreatesBackupsThatComplete()
    {
        CreateCluster(instances: 1, """, "plugins":[{"name":"barman-cloud.cloudnative-pg.io","isWALArchiver":true}]""");
        _cluster.RunUntilCondition(Clusters, "db", "ContinuousArchiving");
        // The clock starts at 12:00:00.
        _cluster.Run(60);
        _cluster.Create(
            "scheduledbackups.postgresql.cnpg.io",
            "db",
            """{"schedule":"30 0 */6 * * *","cluster":{"name":"db"},"method":"plugin","pluginConfiguration":{"name":"barman-cloud.cloudnative-pg.io"}}"""
        );

        _cluster.Run(TimeSpan.FromHours(13).TotalSeconds);

        Assert.Equal(["db-20260105180030", "db-20260106000030"], _cluster.Names(Backups));
        Assert.Equal("completed", _cluster.Get(Backups, "db-20260105180030").Status.Text("phase"));
    }

    [Theory]
    [InlineData("@often")]
    [InlineData("0 0 99 * * *")]
    [InlineData("60 0 0 * * *")]
    [InlineData("0 0 * * *")]
    public void ScheduledBackup_WithAnInvalidSchedule_SaysSoUntilItIsCorrected(string schedule)
    {
        var resource = new GroupResource("postgresql.cnpg.io", "scheduledbackups");
        _cluster.Create($"{resource}", "db", $$"""{"schedule":"{{schedule}}","cluster":{"name":"db"} }""");
        _cluster.Run(1);

        Assert.Equal($"invalid schedule: {schedule}", _cluster.Get($"{resource}", "db").Status.Text("error"));

        _cluster.Client.Patch(resource, "default", "db", new JsonObject { ["spec"] = new JsonObject { ["schedule"] = "@hourly" } });
        _cluster.Run(1);

        var status = _cluster.Get($"{resource}", "db").Status;
        Assert.Null(status.Text("error"));
        Assert.NotNull(status.Text("nextScheduleTime"));
    }

    [Fact]
    public void Cluster_OfTooManyInstances_GetsSomeAndIsNotReady()
    {
        _cluster.Create(Clusters, "db", """{"instances":2000000000,"storage":{"size":"1Gi"}}""");
        _cluster.Run(1);

        Assert.Equal(100, _cluster.Names("persistentvolumeclaims").Count);
        Assert.False(_cluster.Get(Clusters, "db").Status.HasCondition("Ready"));
    }

    [Fact]
    public void Backup_ByAPluginThatTheClusterLacks_Fails()
    {
        CreateCluster(instances: 1);
        _cluster.Create(
            Backups,
            "now",
            """{"cluster":{"name":"db"},"method":"plugin","pluginConfiguration":{"name":"barman-cloud.cloudnative-pg.io"}}"""
        );

        Assert.True(_cluster.RunUntil(() => _cluster.Get(Backups, "now").Status.Text("phase") == "failed"));
    }

    [Fact]
    public void Backup_ToABucket_IsRecordedThere_AndANewClusterStartsWithIt()
    {
        _cluster.Install("barman-cloud");
        CreateCluster(instances: 1, Archiving("bucket"));
        Assert.True(_cluster.RunUntil(() => ConditionStatus("db", "ContinuousArchiving") == "False"));
        _cluster.Create("objectstores.barmancloud.cnpg.io", "bucket", """{"configuration":{"destinationPath":"s3://backups/shop"}}""");
        _cluster.Create(
            Clusters,
            "new",
            """
            {
              "instances": 1,
              "storage": {"size": "20Gi"},
              "bootstrap": {"recovery": {"source": "db"}},
              "externalClusters": [
                {"name": "db", "plugin": {"name": "barman-cloud.cloudnative-pg.io", "parameters": {"barmanObjectName": "bucket", "serverName": "db"}}}
              ]
            }
            """
        );
        _cluster.Run(60);
        Assert.Equal("no target backup found", _cluster.Get(Clusters, "new").Status.Text("phaseReason"));

        _cluster.Create(
            Backups,
            "now",
            """{"cluster":{"name":"db"},"method":"plugin","pluginConfiguration":{"name":"barman-cloud.cloudnative-pg.io"}}"""
        );

        Assert.True(_cluster.RunUntil(() => _cluster.Get(Backups, "now").Status.Text("phase") == "completed"));
        var window = _cluster.Get("objectstores.barmancloud.cnpg.io", "bucket").Status.Map("serverRecoveryWindow", "db");
        Assert.NotNull(window.Text("lastSuccessfulBackupTime"));
        Assert.True(_cluster.RunUntil(() => _cluster.Get(Clusters, "new").Status.HasCondition("Ready")));
    }

    [Fact]
    public void Backup_ToABucketThatIsMissing_Fails()
    {
        _cluster.Install("barman-cloud");
        CreateCluster(instances: 1, Archiving("bucket"));
        _cluster.Create(
            Backups,
            "now",
            """{"cluster":{"name":"db"},"method":"plugin","pluginConfiguration":{"name":"barman-cloud.cloudnative-pg.io"}}"""
        );

        Assert.True(_cluster.RunUntil(() => _cluster.Get(Backups, "now").Status.Text("phase") == "failed"));
        Assert.Equal("objectstores.barmancloud.cnpg.io \"bucket\" not found", _cluster.Get(Backups, "now").Status.Text("error"));
    }

    [Fact]
    public void Pooler_HasADeploymentAndAService()
    {
        CreateCluster(instances: 1);
        _cluster.Create("poolers.postgresql.cnpg.io", "pool", """{"cluster":{"name":"db"},"instances":2,"type":"rw","pgbouncer":{}}""");

        Assert.True(_cluster.RunUntil(() => _cluster.Get("poolers.postgresql.cnpg.io", "pool").Status.Number("instances") == 2));
        Assert.NotNull(_cluster.Find("services", "pool"));
    }

    private static string Archiving(string bucket) =>
        """, "plugins":[{"name":"barman-cloud.cloudnative-pg.io","isWALArchiver":true,"parameters":{"barmanObjectName":"""
        + $"\"{bucket}\"}}}}]";

    private string? ConditionStatus(string name, string type) =>
        _cluster
            .Get(Clusters, name)
            .Status.Objects("conditions")
            .FirstOrDefault(condition => condition.Text("type") == type)
            ?.Text("status");

    private void CreateCluster(int instances, string more = "") =>
        _cluster.Create(Clusters, "db", $$"""{"instances":{{instances}},"storage":{"size":"20Gi"}{{more}} }""");

    private JsonObject Roles() => _cluster.Get(Clusters, "db").Status.Map("managedRolesStatus")!;

    private string Endpoints(string service) =>
        string.Join(
            ' ',
            _cluster
                .Client.List(GroupResource.EndpointSlices, "default")
                .Items.Where(slice => slice.Labels.GetValueOrDefault("kubernetes.io/service-name") == service)
                .SelectMany(slice => slice.Body.Objects("endpoints"))
                .Where(endpoint => endpoint.Flag("conditions", "ready"))
                .Select(endpoint => $"{endpoint.Text("targetRef", "namespace")}/{endpoint.Text("targetRef", "name")}")
        );
}
