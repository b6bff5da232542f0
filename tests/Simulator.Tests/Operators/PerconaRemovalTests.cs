using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Operators;

/// <summary>What becomes of the volumes and finalizers of Percona's clusters when these are deleted.</summary>
public sealed class PerconaRemovalTests : IDisposable
{
    private const string Xtra = "perconaxtradbclusters.pxc.percona.com";
    private const string Mongo = "perconaservermongodbs.psmdb.percona.com";
    private const string Volume = """ "volumeSpec":{"persistentVolumeClaim":{"resources":{"requests":{"storage":"1Gi"}}}} """;
    private const string XtraSpec = $$"""{"pxc":{"size":3,{{Volume}} },"proxysql":{"enabled":true,"size":1,{{Volume}} } }""";
    private const string MongoSpec = $$"""{"image":"m","replsets":[{"name":"rs0","size":3,{{Volume}} }]}""";

    private readonly OperatorCluster _cluster = new("percona-xtradb-cluster", "percona-server-mongodb");

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData("percona.com/delete-pxc-pods-in-order", 4)]
    [InlineData("percona.com/delete-ssl", 4)]
    [InlineData("percona.com/delete-proxysql-pvc", 3)]
    [InlineData("percona.com/delete-pxc-pvc", 1)]
    [InlineData("delete-pxc-pvc", 1)]
    public void XtraDb_WithAFinalizerOfItsOperator_DisappearsAndLeavesTheOtherVolumes(string finalizer, int claims)
    {
        Create(Xtra, XtraSpec, finalizer);

        Delete(Xtra);

        Assert.Equal(claims, _cluster.Names("persistentvolumeclaims").Count);
    }

    [Theory]
    [InlineData("percona.com/delete-psmdb-pods-in-order", 3)]
    [InlineData("percona.com/delete-pitr-chunks", 3)]
    [InlineData("percona.com/delete-psmdb-pvc", 0)]
    [InlineData("delete-psmdb-pvc", 0)]
    public void MongoDb_WithAFinalizerOfItsOperator_DisappearsAndLeavesTheOtherVolumes(string finalizer, int claims)
    {
        Create(Mongo, MongoSpec, finalizer);

        Delete(Mongo);

        Assert.Equal(claims, _cluster.Names("persistentvolumeclaims").Count);
    }

    [Fact]
    public void AClusterOfAnotherOperator_WithTheSameName_KeepsItsVolumes()
    {
        Create(Mongo, MongoSpec, "percona.com/delete-psmdb-pods-in-order");
        Create(Xtra, XtraSpec, "percona.com/delete-pxc-pvc", "percona.com/delete-proxysql-pvc");

        Delete(Xtra);

        var left = _cluster.Client.List(GroupResource.PersistentVolumeClaims, "default").Items;
        Assert.Equal(["mongod-data-db-rs0-0", "mongod-data-db-rs0-1", "mongod-data-db-rs0-2"], left.Select(claim => claim.Name));
        Assert.All(left, claim => Assert.False(claim.IsDeleting));
    }

    [Fact]
    public void AFinalizerOfSomeoneElse_IsLeftToThem()
    {
        Create(Xtra, XtraSpec, "example.org/hold", "percona.com/delete-pxc-pods-in-order");
        _cluster.Client.Delete(Parse(Xtra), "default", "db");

        _cluster.Run(30);

        Assert.Equal(["example.org/hold"], _cluster.Get(Xtra, "db").Finalizers);
    }

    private void Create(string resource, string spec, params ReadOnlySpan<string> finalizers)
    {
        var list = new JsonArray();
        foreach (var finalizer in finalizers)
        {
            list.Add(finalizer);
        }

        _cluster.Client.Create(
            Parse(resource),
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = "db",
                    ["namespace"] = "default",
                    ["finalizers"] = list,
                },
                ["spec"] = JsonNode.Parse(spec),
            }
        );
        Assert.True(_cluster.RunUntil(() => _cluster.Get(resource, "db").Status.Text("state") == "ready"));
    }

    /// <summary>Deletes the cluster, and waits until the protected claims that were deleted with it are gone.</summary>
    private void Delete(string resource)
    {
        _cluster.Client.Delete(Parse(resource), "default", "db");

        Assert.True(_cluster.RunUntil(() => _cluster.Find(resource, "db") is null));
        _cluster.Run(120);
    }

    private static GroupResource Parse(string resource) =>
        new(resource[(resource.IndexOf('.', StringComparison.Ordinal) + 1)..], resource.Split('.')[0]);
}
