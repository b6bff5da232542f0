using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Operators;

/// <summary>Backups and restorations of Percona's operators.</summary>
public sealed class PerconaBackupTests : IDisposable
{
    private const string Xtra = "perconaxtradbclusters.pxc.percona.com";
    private const string XtraBackups = "perconaxtradbclusterbackups.pxc.percona.com";
    private const string XtraRestores = "perconaxtradbclusterrestores.pxc.percona.com";
    private const string Mongo = "perconaservermongodbs.psmdb.percona.com";
    private const string MongoBackups = "perconaservermongodbbackups.psmdb.percona.com";
    private const string MongoRestores = "perconaservermongodbrestores.psmdb.percona.com";

    private const string Bucket = """{"bucket":{"type":"s3","s3":{"bucket":"backups/shop","credentialsSecret":"backups"}}}""";

    private readonly OperatorCluster _cluster = new("percona-xtradb-cluster", "percona-server-mongodb");

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void ABackup_OfXtraDb_SucceedsAndSaysWhereItIs()
    {
        CreateXtra("");
        _cluster.Create(XtraBackups, "now", """{"pxcCluster":"db","storageName":"bucket"}""");

        Assert.True(_cluster.RunUntil(() => State(XtraBackups, "now") == "Succeeded"));
        var status = _cluster.Get(XtraBackups, "now").Status;
        Assert.StartsWith("s3://backups/shop/db-", status.Text("destination"), StringComparison.Ordinal);
        Assert.NotNull(status.Text("completed"));
    }

    [Fact]
    public void ABackup_ToAStorageThatTheClusterLacks_Fails()
    {
        CreateXtra("");
        _cluster.Create(XtraBackups, "now", """{"pxcCluster":"db","storageName":"other"}""");

        Assert.True(_cluster.RunUntil(() => State(XtraBackups, "now") == "Failed"));
        Assert.Equal("storage other doesn't exist in cluster config", _cluster.Get(XtraBackups, "now").Status.Text("error"));
    }

    [Fact]
    public void ASchedule_CreatesBackups_AndKeepsAsManyAsItSays()
    {
        CreateXtra(
            ""","schedule":[{"name":"hourly","schedule":"0 * * * *","storageName":"bucket","retention":{"type":"count","count":2,"deleteFromStorage":true}}]"""
        );
        Assert.True(_cluster.RunUntil(() => State(Xtra, "db") == "ready"));

        _cluster.Run(5 * 3600);

        // The oldest are deleted when the next one is made, so there is one more until it has succeeded.
        Assert.InRange(_cluster.Names(XtraBackups).Count, 2, 3);
        Assert.All(_cluster.Names(XtraBackups), name => Assert.StartsWith("cron-db-hourly-", name, StringComparison.Ordinal));
    }

    [Fact]
    public void ARestoration_OfABackupThatSucceeded_Succeeds()
    {
        CreateXtra("");
        _cluster.Create(XtraBackups, "now", """{"pxcCluster":"db","storageName":"bucket"}""");
        _cluster.RunUntil(() => State(XtraBackups, "now") == "Succeeded");
        _cluster.Create(XtraRestores, "back", """{"pxcCluster":"db","backupName":"now"}""");

        Assert.True(_cluster.RunUntil(() => State(XtraRestores, "back") == "Succeeded"));
    }

    [Theory]
    [InlineData("""{"pxcCluster":"db","backupName":"missing"}""", "backup missing is not ready")]
    [InlineData("""{"pxcCluster":"other","backupName":"now"}""", "cluster other is not found")]
    [InlineData("""{"pxcCluster":"db"}""", "one of backupName or backupSource is required")]
    public void ARestoration_ThatCannotBe_FailsWithTheReason(string spec, string reason)
    {
        CreateXtra("");
        _cluster.Create(XtraRestores, "back", spec);

        Assert.True(_cluster.RunUntil(() => State(XtraRestores, "back") == "Failed"));
        Assert.Equal(reason, _cluster.Get(XtraRestores, "back").Status.Text("comments"));
    }

    [Fact]
    public void MongoDb_BacksUpByItsTasks_AndRestoresFromABucket()
    {
        _cluster.Create(
            Mongo,
            "db",
            $$$"""
            {
              "image": "mongod",
              "replsets": [{"name":"rs0","size":3}],
              "backup": {
                "enabled": true, "image": "pbm", "storages": {{{Bucket}}},
                "tasks": [{"name":"hourly","enabled":true,"schedule":"0 * * * *","storageName":"bucket"}]
              }
            }
            """
        );
        Assert.True(_cluster.RunUntil(() => State(Mongo, "db") == "ready"));
        _cluster.Run(3700);
        var made = Assert.Single(_cluster.Names(MongoBackups));
        Assert.Equal("ready", State(MongoBackups, made));

        var destination = _cluster.Get(MongoBackups, made).Status.Text("destination");
        CreateRestore("unread", destination, "missing");
        CreateRestore("lost", "s3://backups/shop/lost", "db-secrets");
        CreateRestore("back", destination, "percona-server-mongodb-users");

        Assert.True(_cluster.RunUntil(() => State(MongoRestores, "back") == "ready"));
        Assert.Contains("\"missing\" not found", _cluster.Get(MongoRestores, "unread").Status.Text("error"), StringComparison.Ordinal);
        Assert.Equal("error", State(MongoRestores, "lost"));

        void CreateRestore(string name, string? from, string secret) =>
            _cluster.Create(
                MongoRestores,
                name,
                $$$"""{"clusterName":"db","backupSource":{"destination":"{{{from}}}","s3":{"bucket":"backups","credentialsSecret":"{{{secret}}}"} } }"""
            );
    }

    [Fact]
    public void ACluster_WithTheFinalizerOfItsVolumes_TakesThemAndItsSecretAlong()
    {
        var kind = new GroupResource("pxc.percona.com", "perconaxtradbclusters");
        var spec = """{"pxc":{"size":3,"volumeSpec":{"persistentVolumeClaim":{"resources":{"requests":{"storage":"1Gi"}}}}}}""";
        _cluster.Client.Create(
            kind,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = "db",
                    ["namespace"] = "default",
                    ["finalizers"] = new JsonArray("percona.com/delete-pxc-pvc"),
                },
                ["spec"] = JsonNode.Parse(spec),
            }
        );
        Assert.True(_cluster.RunUntil(() => State(Xtra, "db") == "ready"));
        Assert.NotEmpty(_cluster.Names("persistentvolumeclaims"));

        _cluster.Client.Delete(kind, "default", "db");

        Assert.True(
            _cluster.RunUntil(() =>
                _cluster.Names(Xtra).Count + _cluster.Names("persistentvolumeclaims").Count + _cluster.Names("statefulsets.apps").Count == 0
            )
        );
        Assert.DoesNotContain("db-secrets", _cluster.Names("secrets"));
    }

    private void CreateXtra(string more) =>
        _cluster.Create(Xtra, "db", """{"pxc":{"size":3},"backup":{"image":"xtrabackup","storages":""" + Bucket + more + "}}");

    private string? State(string resource, string name) => _cluster.Get(resource, name).Status.Text("state");
}
