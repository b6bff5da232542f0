using System.Net;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;
using Infra.Protocol.Values;
using Moq;

namespace Engine.Tests.Kubernetes.Ownership;

/// <summary>Secrets of a stack whose state was lost: their passwords stay.</summary>
public sealed class KeptSecretsTests : KubernetesProviderTestBase
{
    private const string Secrets = "api/v1/namespaces/shop/secrets";

    private const string Kept = "a2VwdA==";
    private const string Drawn = "ZHJhd24=";

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Create_OfTheStacksOwnSecret_KeepsThePassword_AndSetsTheRest(string upserts)
    {
        await PrepareAsync(upserts);
        Cluster.Put(Secrets, Create(Kept, username: "b2xk"));

        var created = await CreateAsync(Create(Drawn, username: "bmV3"));

        var live = Cluster.Find($"{Secrets}/db-admin")!;
        Assert.Equal((Kept, "bmV3"), (Value(live, "password"), Value(live, "username")));
        Assert.Equal("shop/db-admin", created.Id);
        Assert.Equal(Kept, Reveal(created.Inputs!, "password"));
        Assert.Equal(Kept, Reveal(created.State, "password"));
        Assert.DoesNotContain(Kept, created.Inputs!.ToString() + created.State, StringComparison.Ordinal);
        Log.Verify(log => log.Info(Secret, "takes over the Secret shop/db-admin of an earlier deployment with its password"));
    }

    [Fact]
    public async Task Create_OfANewSecret_HasThePasswordOfTheProgram()
    {
        await ConfigureAsync(("upsertExistingObjects", "true"));

        var created = await CreateAsync(Create(Drawn));

        Assert.Equal(Drawn, Value(Cluster.Find($"{Secrets}/db-admin")!, "password"));
        Assert.Equal(Drawn, Reveal(created.State, "password"));
    }

    [Theory]
    [InlineData("shop-prod", "db", "is not this stack's: its label app.kubernetes.io/instance is 'shop-prod', and not 'shop-dev'")]
    [InlineData("shop-dev", "other", "is not this stack's: its label infra/store is 'other', and not 'db'")]
    public async Task ASecretOfOthers_IsRefused_InAPreviewToo(string instance, string store, string expected)
    {
        await PrepareAsync("true");
        Cluster.Put(Secrets, Create(Kept, instance: instance, store: store));

        foreach (var isPreview in new[] { true, false })
        {
            var refused = await Assert.ThrowsAsync<ResourceProviderException>(() => CreateAsync(Create(Drawn), isPreview));

            Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(Kept, Value(Cluster.Find($"{Secrets}/db-admin")!, "password"));
    }

    [Fact]
    public async Task ASecretOfAStore_IsRefused_IfTheProgramsHasNoStore()
    {
        await PrepareAsync("true");
        Cluster.Put(Secrets, Create(Kept));

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() => CreateAsync(WithoutStore(Create(Drawn))));

        Assert.Contains("its label infra/store is 'db', and the program sets none", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Create_WithOtherIgnoredPaths_KeepsTheDataOnly(string upserts)
    {
        await PrepareAsync(upserts);
        var existing = JsonNode.Parse(Create(Kept))!;
        existing["metadata"]!["annotations"] = new JsonObject { ["foreign"] = "yes" };
        existing["metadata"]!["managedFields"] = new JsonArray(new JsonObject { ["manager"] = "other" });
        Cluster.Put(Secrets, existing.ToJsonString());

        await CreateAsync(Create(Drawn), ignored: ["metadata.annotations", "metadata", "data.password"]);

        var applied = Cluster.Requests.Single(request => request.Method == "PATCH").Body!;
        Assert.Equal(Kept, (string?)applied["data"]!["password"]);
        Assert.Null(applied["metadata"]!["managedFields"]);
        Assert.DoesNotContain("foreign", applied.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"name\": \"db-admin\"", "\"generateName\": \"db-\"")]
    [InlineData("\"name\": \"db-admin\"", "\"name\": \"?\"")]
    [InlineData("\"namespace\": \"shop\"", "\"namespace\": \"?\"")]
    [InlineData("\"app.kubernetes.io/instance\": \"shop-dev\"", "\"app.kubernetes.io/instance\": \"?\"")]
    [InlineData("\"app.kubernetes.io/part-of\": \"shop\",", "")]
    public async Task FindAsync_WithoutAKnownNameOrStack_FindsNone_AndSendsNoRequest(string known, string other)
    {
        Cluster.Put(Secrets, Create(Kept));
        using var client = Cluster.Client();
        var kept = new KeptSecrets(new ClusterApi(client, new ApiDiscovery(client)));
        var (manifest, ignored) = (Create(Drawn), IgnoredPaths.Parse(["data.password"]));

        Assert.NotNull(await kept.FindAsync(JsonNode.Parse(manifest)!.AsObject(), ignored, default));
        var sent = Cluster.Requests.Count;
        var changed = manifest.Replace(known, other.Replace("?", Unknowns.Sentinel, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotEqual(manifest, changed);

        Assert.Null(await kept.FindAsync(JsonNode.Parse(changed)!.AsObject(), ignored, default));
        Assert.Equal(sent, Cluster.Requests.Count);
    }

    [Fact]
    public async Task Import_OfTheStacksOwnSecret_HasItsPassword()
    {
        await ConfigureAsync();
        Cluster.Put(Secrets, Create(Kept));

        var imported = await ImportAsync(Create(Drawn));

        Assert.Equal("shop/db-admin", imported.Id);
        Assert.Equal(Kept, Reveal(imported.Inputs, "password"));
    }

    [Theory]
    [InlineData("shop-dev", "shop-prod", "is not this stack's: its label app.kubernetes.io/instance is 'shop-prod', and not 'shop-dev'")]
    [InlineData(
        "\"app.kubernetes.io/part-of\": \"shop\",",
        "",
        "is not this stack's: it lacks the label app.kubernetes.io/part-of, and the program sets 'shop'"
    )]
    [InlineData("\"password\"", "\"other\"", "has no data.password")]
    [InlineData("\"name\":", "\"deletionTimestamp\": \"2026-08-01T00:00:00Z\", \"name\":", "is being deleted")]
    public async Task Import_OfASecretThatACreationRefuses_IsRefused(string own, string other, string expected)
    {
        await ConfigureAsync();
        Cluster.Put(Secrets, Create(Kept).Replace(own, other, StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() => ImportAsync(Create(Drawn)));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.All(Cluster.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task Import_OfASecretWhoseValuesTheProgramDecides_IsAllowed()
    {
        await ConfigureAsync();
        Cluster.Put(Secrets, Create(Kept, instance: "shop-prod"));

        Assert.Equal("shop/db-admin", (await ImportAsync(Create(Drawn), [])).Id);
    }

    [Fact]
    public async Task ASecretWithoutThePassword_IsRefused()
    {
        await PrepareAsync("false");
        Cluster.Put(Secrets, Create(Kept).Replace("\"password\"", "\"other\"", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() => CreateAsync(Create(Drawn)));

        Assert.Contains("has no data.password", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecretWhoseValuesTheProgramDecides_IsNotTakenOver()
    {
        await PrepareAsync("false");
        Cluster.Put(Secrets, Create(Kept));

        var refused = await Assert.ThrowsAsync<ResourceProviderException>(() => CreateAsync(Create(Drawn), ignored: []));

        Assert.Contains("already exists", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APreview_WhosePasswordIsUnknown_SaysThatTheSecretIsTakenOver()
    {
        await ConfigureAsync();
        Cluster.Put(Secrets, Create(Kept));
        var inputs = Json(Create(Drawn));
        inputs = inputs.SetItem("data", PropertyMap.Create(("username", (PropertyValue)"dQ=="), ("password", new PropertyUnknown())));

        await CreateAsync(inputs, isPreview: true);

        Log.Verify(log => log.Info(Secret, It.Is<string>(text => text.StartsWith("takes over the Secret shop/db-admin"))));
        Assert.Equal(Kept, Value(Cluster.Find($"{Secrets}/db-admin")!, "password"));
    }

    private async Task PrepareAsync(string upserts)
    {
        await ConfigureAsync(("upsertExistingObjects", upserts));
        Cluster.Answer = request =>
            request.Method == "POST" ? FakeCluster.Status(HttpStatusCode.Conflict, "AlreadyExists", "db-admin already exists") : null;
    }

    private Task<CreateResult> CreateAsync(string secret, bool isPreview = false, string[]? ignored = null) =>
        CreateAsync(Json(secret), isPreview, ignored);

    private Task<CreateResult> CreateAsync(PropertyMap inputs, bool isPreview = false, string[]? ignored = null) =>
        Provider.CreateAsync(
            new CreateRequest
            {
                Urn = Secret,
                Inputs = inputs,
                IgnoreChanges = ignored ?? ["data.password"],
                Preview = isPreview,
            },
            CancellationToken.None
        );

    private Task<ReadResult> ImportAsync(string declared, string[]? ignored = null) =>
        Provider.ReadAsync(
            new ReadRequest
            {
                Urn = Secret,
                Id = "shop/db-admin",
                OldInputs = PropertyMap.Empty,
                OldState = PropertyMap.Empty,
                DeclaredInputs = Json(declared),
                IgnoreChanges = ignored ?? ["data.password"],
            },
            CancellationToken.None
        );

    private static string WithoutStore(string secret) => secret.Replace(", \"infra/store\": \"db\"", "", StringComparison.Ordinal);

    private static string Create(string password, string username = "dQ==", string instance = "shop-dev", string store = "db") =>
        $$"""
            {
              "apiVersion": "v1", "kind": "Secret",
              "metadata": {
                "name": "db-admin", "namespace": "shop",
                "labels": {
                  "app.kubernetes.io/managed-by": "pulumi", "app.kubernetes.io/part-of": "shop",
                  "app.kubernetes.io/instance": "{{instance}}", "infra/store": "{{store}}"
                }
              },
              "data": { "username": "{{username}}", "password": "{{password}}" }
            }
            """;

    private static string? Value(JsonObject live, string key) => (string?)live["data"]?[key];

    private static string Reveal(PropertyMap map, string key)
    {
        var data = (PropertyObject)Assert.IsType<PropertySecret>(map["data"]).Value;
        return ((PropertyString)data.Properties[key].RevealSecrets()).Value;
    }
}
