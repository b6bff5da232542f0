using System.Net;
using Infra.Engine.Kubernetes;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Kubernetes;

public sealed class KubernetesProviderTests : KubernetesProviderTestBase
{
    [Fact]
    public async Task Check_NoName_GeneratesOneFromTheSeed()
    {
        await ConfigureAsync();
        var names = new List<string>();
        foreach (byte seed in new byte[] { 1, 1, 2 })
        {
            var check = await CheckAsync(ConfigMap, """{"data":{"a":"1"}}""", seed: seed);
            names.Add(Text(check.Inputs, "metadata", "name"));
            Assert.Equal("true", Text(check.Inputs, "metadata", "annotations", "pulumi.com/autonamed"));
            Assert.Equal("default", Text(check.Inputs, "metadata", "namespace"));
        }

        Assert.All(names, name => Assert.Matches("^settings-[0-9a-f]{8}$", name));
        Assert.Equal(names[0], names[1]);
        Assert.NotEqual(names[0], names[2]);
    }

    [Fact]
    public async Task Check_StillNoName_KeepsTheGeneratedName()
    {
        await ConfigureAsync();
        var first = await CheckAsync(ConfigMap, """{"data":{"a":"1"}}""", seed: 1);
        var second = await CheckAsync(ConfigMap, """{"data":{"a":"2"}}""", old: first.Inputs, seed: 2);
        Assert.Equal(Text(first.Inputs, "metadata", "name"), Text(second.Inputs, "metadata", "name"));
    }

    [Theory]
    [InlineData("kubernetes:core/v1:ConfigMapPatch", """{"kind":"ConfigMap"}""", "has to name the object")]
    [InlineData("kubernetes:core/v1:ConfigMapList", """{"kind":"ConfigMapList"}""", "is a list")]
    [InlineData("kubernetes:helm.sh/v3:Release", "{}", "helm template")]
    [InlineData("kubernetes:core/v1:ConfigMap", """{"metadata":{"generateName":"x-"}}""", "server-side apply needs to know the name")]
    [InlineData("kubernetes:core/v1:ConfigMap", """{"metadata":"x"}""", "has to be an object")]
    [InlineData("kubernetes:core/v1:Secret", """{"data":{"pw":"not base64!"}}""", "is not base64")]
    public async Task Check_InvalidInputs_FailsWithoutQuotingSecrets(string type, string inputs, string expected)
    {
        await ConfigureAsync();
        var check = await CheckAsync(new Urn($"urn:pulumi:dev::shop::{type}::x"), inputs);
        var failure = Assert.Single(check.Failures);
        Assert.Contains(expected, failure.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("not base64!", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithoutServerSideApply_LabelsAndAllowsGeneratedNames()
    {
        await ConfigureAsync(("enableServerSideApply", "false"));
        var check = await CheckAsync(ConfigMap, """{"metadata":{"generateName":"x-"}}""");
        Assert.Empty(check.Failures);
        Assert.Equal("pulumi", Text(check.Inputs, "metadata", "labels", "app.kubernetes.io/managed-by"));
    }

    [Fact]
    public async Task Create_Secret_MarksItsDataAsSecret()
    {
        await ConfigureAsync();
        var check = await CheckAsync(Secret, """{"stringData":{"password":"hunter22"}}""");
        var created = await Provider.CreateAsync(new CreateRequest { Urn = Secret, Inputs = check.Inputs }, CancellationToken.None);

        Assert.IsType<PropertySecret>(check.Inputs["data"]);
        Assert.IsType<PropertySecret>(created.State["data"]);
        Assert.IsType<PropertySecret>(((PropertyObject)created.State["__inputs"]).Properties["data"]);
        Assert.DoesNotContain("aHVudGVyMjI=", created.State.ToString(), StringComparison.Ordinal);
        Assert.Equal("aHVudGVyMjI=", Cluster.Requests[0].Body!["data"]!["password"]!.GetValue<string>());
        Assert.Equal("?fieldManager=pulumi-kubernetes", Cluster.Requests[0].Query);
        Assert.StartsWith("pulumi-kubernetes-", Text(created.State, "__fieldManager"), StringComparison.Ordinal);
        Assert.Equal("v1", Text(created.State, "__initialApiVersion"));
        Assert.StartsWith("default/creds-", created.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SecretValueInAnotherKind_StaysSecret()
    {
        await ConfigureAsync();
        var inputs = Json("""{"metadata":{"name":"c"}}""")
            .SetItem("data", PropertyMap.Create(("open", "1"), ("hidden", PropertyValue.Null)))
            .SetItem("data", PropertyMap.Create(("open", "1"), ("hidden", ((PropertyValue)"s3cret-value").MakeSecret())));
        var check = await Provider.CheckAsync(Request(ConfigMap, inputs), CancellationToken.None);
        var created = await Provider.CreateAsync(new CreateRequest { Urn = ConfigMap, Inputs = check.Inputs }, CancellationToken.None);

        var data = ((PropertyObject)created.State["data"]).Properties;
        Assert.IsType<PropertyString>(data["open"]);
        Assert.Equal(((PropertyValue)"s3cret-value").MakeSecret(), data["hidden"]);
    }

    [Fact]
    public async Task Create_ServerQuotesASecret_RedactsIt()
    {
        await ConfigureAsync();
        Cluster.Answer = r =>
            r.Method == "POST"
                ? FakeCluster.Status(
                    HttpStatusCode.UnprocessableEntity,
                    "Invalid",
                    "data[password]: Invalid value: \"aHVudGVyMjI=\" (hunter22): too short"
                )
                : null;
        var check = await CheckAsync(Secret, """{"stringData":{"password":"hunter22"}}""");

        var e = await Assert.ThrowsAsync<ResourceProviderException>(() =>
            Provider.CreateAsync(new CreateRequest { Urn = Secret, Inputs = check.Inputs }, CancellationToken.None)
        );

        Assert.Contains("too short", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMjI=", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ObjectExists_NamesTheCure()
    {
        await ConfigureAsync();
        Cluster.Answer = r =>
            r.Method == "POST" ? FakeCluster.Status(HttpStatusCode.Conflict, "AlreadyExists", "configmaps \"c\" already exists") : null;
        var e = await CreateFailureAsync();
        Assert.Contains("import", e.Message, StringComparison.Ordinal);
        Assert.Contains("upsertExistingObjects", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WrongToken_NamesTheContextAndTheCure()
    {
        await ConfigureAsync();
        Cluster.Answer = _ => FakeCluster.Status(HttpStatusCode.Unauthorized, "Unauthorized", "Unauthorized");
        var e = await CreateFailureAsync();
        Assert.Contains("does not accept the credentials of context \"fake\"", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Upsert_Applies()
    {
        await ConfigureAsync(("upsertExistingObjects", "true"));
        Cluster.Put(
            "api/v1/namespaces/default/configmaps",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}"""
        );
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        await Provider.CreateAsync(new CreateRequest { Urn = ConfigMap, Inputs = check.Inputs }, CancellationToken.None);
        Assert.Equal(("PATCH", "application/apply-patch+yaml"), (Cluster.Requests[0].Method, Cluster.Requests[0].ContentType));
    }

    [Fact]
    public async Task Read_Drift_ReturnsItForTheProgramsFieldsOnly()
    {
        await ConfigureAsync();
        Cluster.Put(
            "api/v1/namespaces/default/configmaps",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"9","theirs":"1"}}"""
        );
        var inputs = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"1"}}""");
        var read = await ReadAsync(inputs, State(inputs));
        Assert.Equal(
            Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"9"}}"""),
            read.Inputs
        );
        Assert.Equal("1", Text(read.State, "data", "theirs"));
    }

    [Fact]
    public async Task Read_Import_OmitsServerSetFields()
    {
        await ConfigureAsync();
        Cluster.Put(
            "api/v1/namespaces/shop/secrets",
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"shop","creationTimestamp":"t","managedFields":[],"labels":{"a":"b"}},"data":{"p":"MQ=="},"type":"Opaque","status":{}}"""
        );
        var read = await Provider.ReadAsync(
            new ReadRequest
            {
                Urn = Secret,
                Id = "shop/s",
                OldInputs = PropertyMap.Empty,
                OldState = PropertyMap.Empty,
            },
            CancellationToken.None
        );
        Assert.Equal("shop/s", read.Id);
        Assert.Equal(
            Json(
                """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"shop","labels":{"a":"b"}},"data":{"p":"MQ=="},"type":"Opaque"}"""
            ),
            read.Inputs.RevealSecrets()
        );
        Assert.IsType<PropertySecret>(read.Inputs["data"]);
        Assert.IsType<PropertySecret>(read.State["data"]);
    }

    [Fact]
    public async Task Read_ObjectOfWhichNoInputsAreKnown_HasItsIdentityAsInputs()
    {
        await ConfigureAsync();
        Cluster.Put(
            "api/v1/namespaces/default/configmaps",
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"1"}}"""
        );
        var state = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"0"}}""");

        var read = await ReadAsync(PropertyMap.Empty, state);

        Assert.Equal(Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}"""), read.Inputs);
    }

    [Fact]
    public async Task Read_Gone_IsNotFound()
    {
        await ConfigureAsync();
        var inputs = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}""");
        Assert.Equal("", (await ReadAsync(inputs, State(inputs))).Id);
    }

    [Fact]
    public async Task CheckConfig_Contradictions_AreAllReported()
    {
        var check = await Provider.CheckConfigAsync(
            Request(
                ProviderUrn,
                PropertyMap.Create(
                    ("renderYamlToDirectory", "out"),
                    ("context", "c"),
                    ("kubeconfig", "k"),
                    ("enableServerSideApply", "perhaps")
                )
            ),
            CancellationToken.None
        );
        Assert.Equal(["enableServerSideApply", "context", "kubeconfig"], check.Failures.Select(f => f.Property));
    }

    [Theory]
    [InlineData("https://one", "https://one", "a", "b", "namespace", "")]
    [InlineData("https://one", "https://two", "a", "a", "kubeconfig", "kubeconfig")]
    public async Task DiffConfig_OnlyAnotherCluster_Replaces(
        string oldServer,
        string newServer,
        string oldSpace,
        string newSpace,
        string changed,
        string replaced
    )
    {
        var diff = await Provider.DiffConfigAsync(
            new DiffRequest
            {
                Urn = ProviderUrn,
                Id = "",
                OldState = PropertyMap.Empty,
                OldInputs = PropertyMap.Create(("kubeconfig", KubeconfigOf(oldServer)), ("namespace", oldSpace)),
                NewInputs = PropertyMap.Create(("kubeconfig", KubeconfigOf(newServer)), ("namespace", newSpace)),
            },
            CancellationToken.None
        );
        Assert.Equal([changed], diff.ChangedKeys);
        Assert.Equal(replaced.Length == 0 ? [] : [replaced], diff.ReplaceKeys);
    }

    private static string KubeconfigOf(string server) =>
        $"current-context: x\ncontexts: [{{name: x, context: {{cluster: c, user: u}}}}]\nclusters: [{{name: c, cluster: {{server: \"{server}\"}}}}]\n";

    private async Task<ResourceProviderException> CreateFailureAsync()
    {
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        return await Assert.ThrowsAsync<ResourceProviderException>(() =>
            Provider.CreateAsync(new CreateRequest { Urn = ConfigMap, Inputs = check.Inputs }, CancellationToken.None)
        );
    }
}
