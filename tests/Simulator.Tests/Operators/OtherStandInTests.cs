using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Operators;

public class OtherStandInTests
{
    private const string XtraDbClusters = "perconaxtradbclusters.pxc.percona.com";
    private const string MongoClusters = "perconaservermongodbs.psmdb.percona.com";
    private const string Volume = """ "volumeSpec":{"persistentVolumeClaim":{"resources":{"requests":{"storage":"6Gi"}}}} """;

    [Fact]
    public void PerconaXtraDbCluster_BecomesReady_WithItsSetsAndServices()
    {
        using var cluster = new OperatorCluster("percona-xtradb-cluster");
        cluster.Create(
            XtraDbClusters,
            "db",
            $$"""{"secretsName":"db-system","pxc":{"size":3,"image":"percona/percona-xtradb-cluster:8.4",{{Volume}} },"haproxy":{"enabled":true,"size":2} }"""
        );

        Assert.True(cluster.RunUntil(() => cluster.Get(XtraDbClusters, "db").Status.Text("state") == "ready"));
        Assert.Equal(["db-haproxy", "db-pxc"], cluster.Names("statefulsets.apps"));
        Assert.Equal(["db-haproxy", "db-haproxy-replicas", "db-pxc", "db-pxc-unready"], cluster.Names("services", "db"));
        Assert.Equal("db-haproxy.default", cluster.Get(XtraDbClusters, "db").Status.Text("host"));
        Assert.NotEmpty(cluster.SecretValue("db-system", "root"));
        Assert.Equal(3, cluster.Names("persistentvolumeclaims").Count);
    }

    [Theory]
    [InlineData(2, "", "error")]
    [InlineData(1, """, "unsafeFlags":{"pxcSize":true}""", "ready")]
    public void PerconaXtraDbCluster_OfAnUnsafeSize_NeedsTheFlag(int size, string more, string state)
    {
        using var cluster = new OperatorCluster("percona-xtradb-cluster");
        cluster.Create(XtraDbClusters, "db", $$"""{"pxc":{"size":{{size}} }{{more}} }""");

        Assert.True(cluster.RunUntil(() => cluster.Get(XtraDbClusters, "db").Status.Text("state") == state));
    }

    [Fact]
    public void PerconaServerMongoDb_BecomesReady_WithItsReplicaSetAndRouters()
    {
        using var cluster = new OperatorCluster("percona-server-mongodb");
        cluster.Create(
            MongoClusters,
            "db",
            $$"""
            {"image":"percona/percona-server-mongodb:8.0","secrets":{"users":"db-system"},"replsets":[{"name":"rs0","size":3,{{Volume}} }],
             "sharding":{"enabled":true,"configsvrReplSet":{"size":3,{{Volume}} },"mongos":{"size":2} } }
            """
        );

        Assert.True(cluster.RunUntil(() => cluster.Get(MongoClusters, "db").Status.Text("state") == "ready"));
        Assert.Equal(["db-cfg", "db-mongos", "db-rs0"], cluster.Names("statefulsets.apps"));
        Assert.Equal(["db-cfg", "db-mongos", "db-rs0"], cluster.Names("services", "db"));
        Assert.Equal("databaseAdmin", cluster.SecretValue("db-system", "MONGODB_DATABASE_ADMIN_USER"));
    }

    [Fact]
    public void PerconaServerMongoDb_BecomesUnready_WhenAPodIsLost()
    {
        using var cluster = new OperatorCluster("percona-server-mongodb");
        cluster.Create(MongoClusters, "db", """{"image":"m","replsets":[{"name":"rs0","size":3}]}""");
        cluster.RunUntil(() => cluster.Get(MongoClusters, "db").Status.Text("state") == "ready");

        cluster.Client.Delete(GroupResource.Pods, "default", "db-rs0-1");

        Assert.True(cluster.RunUntil(() => cluster.Get(MongoClusters, "db").Status.Text("state") == "initializing"));
        Assert.True(cluster.RunUntil(() => cluster.Get(MongoClusters, "db").Status.Text("state") == "ready"));
    }

    [Fact]
    public void ObjectBucketClaim_IsBound_WithASecretAndAConfigMapOfItsName()
    {
        using var cluster = new OperatorCluster("rook");
        cluster.Create("objectbucketclaims.objectbucket.io", "files", """{"generateBucketName":"shop","storageClassName":"buckets"}""");

        Assert.True(cluster.RunUntil(() => cluster.Get("objectbucketclaims.objectbucket.io", "files").Status.Text("phase") == "Bound"));
        var claim = cluster.Get("objectbucketclaims.objectbucket.io", "files");
        Assert.Equal("obc-default-files", claim.Spec.Text("objectBucketName"));
        Assert.Equal(claim.Spec.Text("bucketName"), cluster.Get("configmaps", "files").Body.Text("data", "BUCKET_NAME"));
        Assert.StartsWith("shop-", claim.Spec.Text("bucketName"), StringComparison.Ordinal);
        Assert.Equal(20, cluster.SecretValue("files", "AWS_ACCESS_KEY_ID").Length);
    }

    [Fact]
    public void ExternalSecret_HasASecretWithTheKeysOfItsData()
    {
        using var cluster = new OperatorCluster("external-secrets");
        cluster.Create(
            "externalsecrets.external-secrets.io",
            "db",
            """{"secretStoreRef":{"name":"vault","kind":"ClusterSecretStore"},"target":{"name":"db-orders"},"data":[{"secretKey":"password","remoteRef":{"key":"db"}}]}"""
        );

        Assert.True(cluster.RunUntilCondition("externalsecrets.external-secrets.io", "db"));
        Assert.Equal(32, cluster.SecretValue("db-orders", "password").Length);
    }

    [Fact]
    public void Definitions_InstalledLater_StartTheStandIn()
    {
        using var cluster = new OperatorCluster();
        cluster.Run(10);
        cluster.Install("rook");

        cluster.Create("objectbucketclaims.objectbucket.io", "files", """{"bucketName":"files"}""");

        Assert.True(cluster.RunUntil(() => cluster.Find("secrets", "files") is not null));
    }
}
