using System.Net;
using System.Text.Json;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;
using Moq;

namespace Engine.Tests.Kubernetes;

public sealed class KubernetesProviderTests : IAsyncDisposable
{
    private static readonly Urn ConfigMap = new("urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::settings");
    private static readonly Urn Secret = new("urn:pulumi:dev::shop::kubernetes:core/v1:Secret::creds");
    private static readonly Urn Provider = new("urn:pulumi:dev::shop::pulumi:providers:kubernetes::k");
    private readonly FakeCluster _cluster = new();
    private readonly Mock<IProviderLog> _log = new();
    private readonly KubernetesProvider _provider;
    private readonly Dictionary<string, string> _environment = [];
    private bool _isReachable = true;

    public KubernetesProviderTests()
    {
        _provider = new KubernetesProvider(
            _log.Object,
            name => _environment.GetValueOrDefault(name),
            (settings, onWarning) => new ClusterLink(
                () => Kubeconfig.Empty,
                _ => _isReachable ? FakeCluster.Connection : throw new KubeconfigException("no kubeconfig was found"),
                connection => new KubernetesClient(connection, _cluster, TimeProvider.System) { OnWarning = (_, w) => onWarning(w) },
                settings,
                TimeProvider.System));
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _cluster.Dispose();
    }

    [Fact]
    public async Task Check_Unnamed_GetsANameThatTheSeedDecides()
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
    public async Task Check_UnnamedAgain_KeepsItsName()
    {
        await ConfigureAsync();
        var first = await CheckAsync(ConfigMap, """{"data":{"a":"1"}}""", seed: 1);
        var second = await CheckAsync(ConfigMap, """{"data":{"a":"2"}}""", old: first.Inputs, seed: 2);
        Assert.Equal(Text(first.Inputs, "metadata", "name"), Text(second.Inputs, "metadata", "name"));
    }

    [Theory]
    [InlineData("kubernetes:core/v1:ConfigMapPatch", """{"kind":"ConfigMap"}""", "ConfigMapPatch is not supported")]
    [InlineData("kubernetes:core/v1:ConfigMapList", """{"kind":"ConfigMapList"}""", "is a list")]
    [InlineData("kubernetes:helm.sh/v3:Release", "{}", "helm template")]
    [InlineData("kubernetes:core/v1:ConfigMap", """{"metadata":{"generateName":"x-"}}""", "server-side apply needs to know the name")]
    [InlineData("kubernetes:core/v1:ConfigMap", """{"metadata":"x"}""", "has to be an object")]
    [InlineData("kubernetes:core/v1:Secret", """{"data":{"pw":"not base64!"}}""", "is not base64")]
    public async Task Check_WhatCannotBe_SaysWhyWithoutQuotingSecrets(string type, string inputs, string expected)
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
    public async Task Create_Secret_KeepsItsDataSecretEverywhere()
    {
        await ConfigureAsync();
        var check = await CheckAsync(Secret, """{"stringData":{"password":"hunter22"}}""");
        var created = await _provider.CreateAsync(new CreateRequest { Urn = Secret, Inputs = check.Inputs }, CancellationToken.None);

        Assert.IsType<PropertySecret>(check.Inputs["data"]);
        Assert.IsType<PropertySecret>(created.State["data"]);
        Assert.IsType<PropertySecret>(((PropertyObject)created.State["__inputs"]).Properties["data"]);
        Assert.DoesNotContain("aHVudGVyMjI=", created.State.ToString(), StringComparison.Ordinal);
        Assert.Equal("aHVudGVyMjI=", _cluster.Requests[0].Body!["data"]!["password"]!.GetValue<string>());
        Assert.Equal("?fieldManager=pulumi-kubernetes", _cluster.Requests[0].Query);
        Assert.StartsWith("pulumi-kubernetes-", Text(created.State, "__fieldManager"), StringComparison.Ordinal);
        Assert.Equal("v1", Text(created.State, "__initialApiVersion"));
        Assert.StartsWith("default/creds-", created.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SecretInAnotherKind_StaysSecretAtItsPlace()
    {
        await ConfigureAsync();
        var inputs = Json("""{"metadata":{"name":"c"}}""").SetItem("data", PropertyMap.Of(("open", "1"), ("hidden", PropertyValue.Null)))
            .SetItem("data", PropertyMap.Of(("open", "1"), ("hidden", ((PropertyValue)"s3cret-value").MakeSecret())));
        var check = await _provider.CheckAsync(Request(ConfigMap, inputs), CancellationToken.None);
        var created = await _provider.CreateAsync(new CreateRequest { Urn = ConfigMap, Inputs = check.Inputs }, CancellationToken.None);

        var data = ((PropertyObject)created.State["data"]).Properties;
        Assert.IsType<PropertyString>(data["open"]);
        Assert.Equal(((PropertyValue)"s3cret-value").MakeSecret(), data["hidden"]);
    }

    [Fact]
    public async Task Create_ServerQuotesASecret_TheMessageDoesNot()
    {
        await ConfigureAsync();
        _cluster.Answer = r => r.Method == "POST"
            ? FakeCluster.Status(HttpStatusCode.UnprocessableEntity, "Invalid", "data[password]: Invalid value: \"aHVudGVyMjI=\" (hunter22): too short")
            : null;
        var check = await CheckAsync(Secret, """{"stringData":{"password":"hunter22"}}""");

        var e = await Assert.ThrowsAsync<ResourceProviderException>(
            () => _provider.CreateAsync(new CreateRequest { Urn = Secret, Inputs = check.Inputs }, CancellationToken.None));

        Assert.Contains("too short", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMjI=", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ExistsAlready_SaysWhatToDo()
    {
        await ConfigureAsync();
        _cluster.Answer = r => r.Method == "POST" ? FakeCluster.Status(HttpStatusCode.Conflict, "AlreadyExists", "configmaps \"c\" already exists") : null;
        var e = await CreateFailureAsync();
        Assert.Contains("import", e.Message, StringComparison.Ordinal);
        Assert.Contains("upsertExistingObjects", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WrongToken_NamesTheContextAndTheCure()
    {
        await ConfigureAsync();
        _cluster.Answer = _ => FakeCluster.Status(HttpStatusCode.Unauthorized, "Unauthorized", "Unauthorized");
        var e = await CreateFailureAsync();
        Assert.Contains("does not accept the credentials of context \"fake\"", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Upsert_Applies()
    {
        await ConfigureAsync(("upsertExistingObjects", "true"));
        _cluster.Put("api/v1/namespaces/default/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}""");
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        await _provider.CreateAsync(new CreateRequest { Urn = ConfigMap, Inputs = check.Inputs }, CancellationToken.None);
        Assert.Equal(("PATCH", "application/apply-patch+yaml"), (_cluster.Requests[0].Method, _cluster.Requests[0].ContentType));
    }

    [Fact]
    public async Task Preview_Creation_IsADryRunThatShowsWhatTheServerFillsIn()
    {
        await ConfigureAsync();
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        var preview = await PreviewAsync(check.Inputs);
        Assert.Equal("", preview.Id);
        Assert.Contains("dryRun=All", _cluster.Requests[0].Query, StringComparison.Ordinal);
        Assert.True(((PropertyObject)preview.State["metadata"]).Properties.ContainsKey("uid"));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "Forbidden", "no")]
    [InlineData(HttpStatusCode.BadRequest, "BadRequest", "admission webhook does not support dry run")]
    [InlineData(HttpStatusCode.Conflict, "AlreadyExists", "already exists")]
    [InlineData(HttpStatusCode.Unauthorized, "Unauthorized", "Unauthorized")]
    public async Task Preview_CannotBeForetold_EchoesTheInputs(HttpStatusCode code, string reason, string message)
    {
        await ConfigureAsync();
        _cluster.Answer = r => r.Method == "POST" ? FakeCluster.Status(code, reason, message) : null;
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        Assert.Equal(check.Inputs, (await PreviewAsync(check.Inputs)).State);
    }

    [Fact]
    public async Task Preview_UnknownValue_EchoesTheInputsAndSendsNothing()
    {
        await ConfigureAsync();
        var check = await _provider.CheckAsync(
            Request(ConfigMap, Json("""{"metadata":{"name":"c"}}""").SetItem("data", PropertyMap.Of(("a", new PropertyUnknown())))), CancellationToken.None);
        Assert.Equal(check.Inputs, (await PreviewAsync(check.Inputs)).State);
        Assert.True(check.Inputs.ContainsUnknowns());
        Assert.Empty(_cluster.Requests);
    }

    [Fact]
    public async Task Preview_Rejected_Fails()
    {
        await ConfigureAsync();
        _cluster.Answer = r => r.Method == "POST" ? FakeCluster.Status(HttpStatusCode.UnprocessableEntity, "Invalid", "ConfigMap \"c\" is invalid") : null;
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        await Assert.ThrowsAsync<ResourceProviderException>(() => PreviewAsync(check.Inputs));
    }

    [Fact]
    public async Task Unreachable_PreviewEchoesAndWarnsOnce_EverythingElseFails()
    {
        await ConfigureAsync();
        _isReachable = false;
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        await PreviewAsync(check.Inputs);
        await PreviewAsync(check.Inputs);
        _log.Verify(l => l.Warning(ConfigMap, It.Is<string>(m => m.Contains("no kubeconfig"))), Times.Once);

        var state = State(check.Inputs);
        await Assert.ThrowsAsync<ResourceProviderException>(() => _provider.CreateAsync(new CreateRequest { Urn = ConfigMap, Inputs = check.Inputs }, CancellationToken.None));
        await Assert.ThrowsAsync<ResourceProviderException>(() => ReadAsync(check.Inputs, state));
        await Assert.ThrowsAsync<ResourceProviderException>(() => DeleteAsync(check.Inputs, state));
    }

    [Fact]
    public async Task Unreachable_DeleteUnreachableIsSet_CountsAsGone()
    {
        await ConfigureAsync(("deleteUnreachable", "true"));
        _isReachable = false;
        var inputs = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}""");
        Assert.Equal("", (await ReadAsync(inputs, State(inputs))).Id);
        await DeleteAsync(inputs, State(inputs));
    }

    [Fact]
    public async Task Unreachable_SkipIsSet_LeavesEverythingAsItIs()
    {
        _environment["PULUMI_K8S_SKIP_UPDATE_UNREACHABLE"] = "true";
        await ConfigureAsync();
        _isReachable = false;
        var inputs = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"1"}}""");
        Assert.Equal(inputs, (await CheckAsync(ConfigMap, """{"metadata":{"name":"c"},"data":{"a":"2"}}""", old: inputs)).Inputs);
        Assert.Equal(State(inputs), (await ReadAsync(inputs, State(inputs))).State);
    }

    [Fact]
    public async Task Read_DriftedObject_ShowsTheDriftInTheProgramsFieldsOnly()
    {
        await ConfigureAsync();
        _cluster.Put("api/v1/namespaces/default/configmaps", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"9","theirs":"1"}}""");
        var inputs = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"1"}}""");
        var read = await ReadAsync(inputs, State(inputs));
        Assert.Equal(Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"9"}}"""), read.Inputs);
        Assert.Equal("1", Text(read.State, "data", "theirs"));
    }

    [Fact]
    public async Task Read_Import_TakesAllButWhatIsTheServers()
    {
        await ConfigureAsync();
        _cluster.Put(
            "api/v1/namespaces/shop/secrets",
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"shop","creationTimestamp":"t","managedFields":[],"labels":{"a":"b"}},"data":{"p":"MQ=="},"type":"Opaque","status":{}}""");
        var read = await _provider.ReadAsync(
            new ReadRequest { Urn = Secret, Id = "shop/s", OldInputs = PropertyMap.Empty, OldState = PropertyMap.Empty }, CancellationToken.None);
        Assert.Equal("shop/s", read.Id);
        Assert.Equal(
            Json("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"shop","labels":{"a":"b"}},"data":{"p":"MQ=="},"type":"Opaque"}"""),
            read.Inputs.RevealSecrets());
        Assert.IsType<PropertySecret>(read.Inputs["data"]);
        Assert.IsType<PropertySecret>(read.State["data"]);
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
        var check = await _provider.CheckConfigAsync(
            Request(Provider, PropertyMap.Of(
                ("renderYamlToDirectory", "out"), ("context", "c"), ("kubeconfig", "k"), ("enableServerSideApply", "perhaps"))),
            CancellationToken.None);
        Assert.Equal(["enableServerSideApply", "context", "kubeconfig"], check.Failures.Select(f => f.Property));
    }

    [Theory]
    [InlineData("https://one", "https://one", "a", "b", "namespace", "")]
    [InlineData("https://one", "https://two", "a", "a", "kubeconfig", "kubeconfig")]
    public async Task DiffConfig_OnlyAnotherClusterReplaces(string oldServer, string newServer, string oldSpace, string newSpace, string changed, string replaced)
    {
        var diff = await _provider.DiffConfigAsync(
            new DiffRequest
            {
                Urn = Provider,
                Id = "",
                OldState = PropertyMap.Empty,
                OldInputs = PropertyMap.Of(("kubeconfig", KubeconfigOf(oldServer)), ("namespace", oldSpace)),
                NewInputs = PropertyMap.Of(("kubeconfig", KubeconfigOf(newServer)), ("namespace", newSpace)),
            },
            CancellationToken.None);
        Assert.Equal([changed], diff.ChangedKeys);
        Assert.Equal(replaced.Length == 0 ? [] : [replaced], diff.ReplaceKeys);
    }

    private static string KubeconfigOf(string server) =>
        $"current-context: x\ncontexts: [{{name: x, context: {{cluster: c, user: u}}}}]\nclusters: [{{name: c, cluster: {{server: \"{server}\"}}}}]\n";

    private Task ConfigureAsync(params (string, PropertyValue)[] settings) => _provider.ConfigureAsync(
        new ConfigureRequest { Urn = Provider, Inputs = PropertyMap.Of(settings), Preview = false }, CancellationToken.None);

    private Task<CheckResult> CheckAsync(Urn urn, string inputs, PropertyMap? old = null, byte seed = 0) =>
        _provider.CheckAsync(Request(urn, Json(inputs)) with { OldInputs = old ?? PropertyMap.Empty, RandomSeed = new[] { seed } }, CancellationToken.None);

    private Task<CreateResult> PreviewAsync(PropertyMap inputs) =>
        _provider.CreateAsync(new CreateRequest { Urn = ConfigMap, Inputs = inputs, Preview = true }, CancellationToken.None);

    private async Task<ResourceProviderException> CreateFailureAsync()
    {
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        return await Assert.ThrowsAsync<ResourceProviderException>(
            () => _provider.CreateAsync(new CreateRequest { Urn = ConfigMap, Inputs = check.Inputs }, CancellationToken.None));
    }

    private Task<ReadResult> ReadAsync(PropertyMap inputs, PropertyMap state) => _provider.ReadAsync(
        new ReadRequest { Urn = ConfigMap, Id = "default/c", OldInputs = inputs, OldState = state }, CancellationToken.None);

    private Task DeleteAsync(PropertyMap inputs, PropertyMap state) => _provider.DeleteAsync(
        new DeleteRequest { Urn = ConfigMap, Id = "default/c", OldInputs = inputs, OldState = state }, CancellationToken.None);

    private static CheckRequest Request(Urn urn, PropertyMap inputs) =>
        new() { Urn = urn, OldInputs = PropertyMap.Empty, NewInputs = inputs, RandomSeed = new byte[] { 7 } };

    private static PropertyMap State(PropertyMap inputs) => inputs.SetItem("__inputs", inputs).SetItem("__fieldManager", "pulumi-kubernetes-1");

    private static PropertyMap Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return StateJson.ReadMap(document.RootElement, ciphertext => ciphertext);
    }

    private static string Text(PropertyMap map, params string[] path)
    {
        PropertyValue value = map;
        foreach (var key in path)
        {
            value = ((PropertyObject)value).Properties[key];
        }

        return ((PropertyString)value).Value;
    }
}
