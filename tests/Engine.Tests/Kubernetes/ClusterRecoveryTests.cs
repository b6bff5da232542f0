using System.Net;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Engine.Tests.Kubernetes;

/// <summary>What an interrupted operation has done, as the cluster shows it.</summary>
public sealed class ClusterRecoveryTests : KubernetesProviderTestBase
{
    private const string Collection = "api/v1/namespaces/default/configmaps";
    private const string Ours = """[{"manager":"pulumi-kubernetes","operation":"Update"}]""";
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-03-01T12:00:01Z", Ours, true)]
    [InlineData("2026-03-01T11:55:00Z", Ours, true)] // the server's clock is behind
    [InlineData("2026-02-01T12:00:00Z", Ours, false)]
    [InlineData("2026-03-01T12:00:01Z", """[{"manager":"kubectl-create","operation":"Update"}]""", false)]
    public async Task FindCreated_ObjectOfThatName_IsTheCreationsIfNewAndWrittenByTheProvider(string created, string managers, bool isFound)
    {
        await ConfigureAsync();
        Put("c", created, managers);

        var found = await FindCreatedAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}""");

        Assert.Equal(isFound ? "default/c" : "", found.Id);
        if (isFound)
        {
            Assert.StartsWith("pulumi-kubernetes-", Text(found.State, "__fieldManager"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task FindCreated_ObjectIsInTheStateAlready_IsNotFound()
    {
        await ConfigureAsync();
        Put("c", "2026-03-01T12:00:01Z", Ours);

        var found = await FindCreatedAsync(
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}""",
            "default/c"
        );

        Assert.Equal("", found.Id);
    }

    [Fact]
    public async Task FindCreated_NameOfTheServer_IsFoundByItsPrefix()
    {
        await ConfigureAsync(("enableServerSideApply", false));
        Put("c-x7k2p", "2026-03-01T12:00:01Z", Ours, generateName: "c-");
        Put("d-x7k2p", "2026-03-01T12:00:01Z", Ours, generateName: "d-");

        var found = await FindCreatedAsync(
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"generateName":"c-","namespace":"default"}}"""
        );

        Assert.Equal("default/c-x7k2p", found.Id);
        Assert.Equal("ConfigMap", Text(found.State, "kind"));
    }

    [Fact]
    public async Task FindCreated_ClusterDoesNotAnswer_ImpliesNothing()
    {
        IsReachable = false;
        await ConfigureAsync();

        await Assert.ThrowsAsync<ResourceProviderException>(() =>
            FindCreatedAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}""")
        );
    }

    [Theory]
    [InlineData(null, DeletionOutcome.Complete)]
    [InlineData("""{"name":"c","uid":"u1"}""", DeletionOutcome.NotBegun)]
    [InlineData("""{"name":"c","uid":"u1","deletionTimestamp":"2026-03-01T12:00:01Z"}""", DeletionOutcome.UnderWay)]
    [InlineData("""{"name":"c","uid":"u2"}""", DeletionOutcome.Complete)]
    public async Task FindDeletion_ObjectAsItIs_IsHowFarItHasCome(string? metadata, DeletionOutcome expected)
    {
        await ConfigureAsync();
        if (metadata is not null)
        {
            Cluster.Put(Collection, $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{{metadata}} }""");
        }

        var inputs = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}""");
        var progress = await Provider.FindDeletionAsync(
            new DeleteRequest
            {
                Urn = ConfigMap,
                Id = "default/c",
                OldInputs = inputs,
                OldState = State(
                    Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default","uid":"u1"}}""")
                ),
            },
            CancellationToken.None
        );

        Assert.Equal(expected, progress);
    }

    [Fact]
    public async Task Create_ServerFailsAfterTheWrite_SaysThatTheOutcomeIsUnknown()
    {
        await ConfigureAsync();
        Cluster.Answer = request =>
            request.Method == "POST" ? FakeCluster.Status(HttpStatusCode.GatewayTimeout, "Timeout", "request did not complete") : null;

        var error = await Assert.ThrowsAsync<ResourceProviderException>(() => CreateAsync());

        Assert.True(error.IsOutcomeUnknown);
    }

    [Fact]
    public async Task Create_ServerRefuses_SaysThatNothingHappened()
    {
        await ConfigureAsync();
        Cluster.Answer = request =>
            request.Method == "POST" ? FakeCluster.Status(HttpStatusCode.UnprocessableEntity, "Invalid", "no such field") : null;

        var error = await Assert.ThrowsAsync<ResourceProviderException>(() => CreateAsync());

        Assert.False(error.IsOutcomeUnknown);
    }

    private Task<CreateResult> CreateAsync() =>
        Provider.CreateAsync(
            new CreateRequest
            {
                Urn = ConfigMap,
                Inputs = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}"""),
            },
            CancellationToken.None
        );

    private Task<ReadResult> FindCreatedAsync(string inputs, params string[] known) =>
        Provider.FindCreatedAsync(
            new CreationLookup
            {
                Urn = ConfigMap,
                Inputs = Json(inputs),
                Since = Begin,
                KnownIds = known,
            },
            CancellationToken.None
        );

    private void Put(string name, string created, string managers, string? generateName = null) =>
        Cluster.Put(
            Collection,
            $$"""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}","namespace":"default","creationTimestamp":"{{created}}",
            "generateName":"{{generateName}}","managedFields":{{managers}} } }
            """
        );
}
