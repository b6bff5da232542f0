using System.Net;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Resources;

namespace Engine.Tests.Kubernetes.Operations;

public sealed class ObjectUpdaterTests : IDisposable
{
    private const string Collection = "api/v1/namespaces/shop/configmaps";
    private const string Path = $"{Collection}/c";
    private const string CreatedByProvider =
        """[{"manager":"pulumi-kubernetes","operation":"Update","time":"2026-01-01T00:00:00Z","fieldsV1":{"f:data":{".":{},"f:a":{}}}},{"manager":"kubectl","operation":"Update","subresource":"status","fieldsV1":{}}]""";
    private const string AppliedByProvider = """[{"manager":"pulumi-kubernetes-1","operation":"Apply","fieldsV1":{"f:data":{"f:a":{}}}}]""";
    private readonly FakeCluster _cluster = new();
    private readonly KubernetesClient _client;
    private readonly ObjectUpdater _updater;

    public ObjectUpdaterTests()
    {
        _client = _cluster.Client();
        _updater = new ObjectUpdater(new ClusterApi(_client, new ApiDiscovery(_client)));
    }

    public void Dispose()
    {
        _client.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task Update_FirstAfterCreation_MovesTheOwnershipAndApplies()
    {
        Existing(CreatedByProvider);
        await _updater.UpdateAsync(Change(CreatedByProvider), CancellationToken.None);

        Assert.Equal([$"GET {Path}", $"PATCH {Path}", $"PATCH {Path}"], _cluster.Calls);
        var move = _cluster.Requests[1];
        Assert.Equal("application/json-patch+json", move.ContentType);
        var fields = move.Body![0]!["value"]!.AsArray();
        Assert.Equal("/metadata/managedFields", move.Body[0]!["path"]!.GetValue<string>());
        Assert.Equal(["kubectl", "pulumi-kubernetes-1"], fields.Select(f => f!["manager"]!.GetValue<string>()));
        Assert.Equal("""{"f:data":{".":{},"f:a":{}}}""", fields[1]!["fieldsV1"]!.ToJsonString());
        Assert.Equal(("Apply", "2026-01-01T00:00:00Z"), ((string)fields[1]!["operation"]!, (string)fields[1]!["time"]!));
        Assert.Equal("/metadata/resourceVersion", move.Body[1]!["path"]!.GetValue<string>());
        var apply = _cluster.Requests[2];
        Assert.Equal("application/apply-patch+yaml", apply.ContentType);
        Assert.Equal("?fieldManager=pulumi-kubernetes-1&force=false", apply.Query);
    }

    [Theory]
    [InlineData("kubectl-create", "Update", true)]
    [InlineData("kubectl-client-side-apply", "Update", true)]
    [InlineData("kubectl", "Apply", true)]
    [InlineData("before-first-apply", "Update", true)]
    [InlineData("helm", "Update", false)]
    [InlineData("pulumi-kubernetes-other", "Apply", false)]
    public async Task Update_ImportedObject_TakesOverFieldsOfKubectlOnly(string manager, string operation, bool isTakenOver)
    {
        var owners = $$"""[{"manager":"{{manager}}","operation":"{{operation}}","fieldsV1":{"f:data":{"f:a":{} } } }]""";
        Existing(owners);

        await _updater.UpdateAsync(Change(owners), CancellationToken.None);

        Assert.Equal(isTakenOver, _cluster.Requests.Any(request => request.ContentType == "application/json-patch+json"));
    }

    [Fact]
    public async Task Update_FieldsAreOwned_IsOneRequestWithTheUid()
    {
        Existing(AppliedByProvider);
        await _updater.UpdateAsync(Change(AppliedByProvider), CancellationToken.None);

        var apply = Assert.Single(_cluster.Requests);
        Assert.Equal(("PATCH", Path), (apply.Method, apply.Path));
        Assert.Equal("uid-c", apply.Body!["metadata"]!["uid"]!.GetValue<string>());
    }

    [Fact]
    public async Task Update_OwnersHaveChanged_ReadsAndTakesOver()
    {
        Existing(CreatedByProvider);
        var applies = 0;
        _cluster.Answer = r => r.ContentType == ContentTypes.Apply && ++applies == 1 ? Conflict() : null;

        await _updater.UpdateAsync(Change(AppliedByProvider), CancellationToken.None);

        Assert.Equal([$"PATCH {Path}", $"GET {Path}", $"PATCH {Path}", $"PATCH {Path}"], _cluster.Calls);
    }

    [Fact]
    public async Task Update_OtherManagerOwnsAField_ThrowsAConflictThatNamesIt()
    {
        Existing(AppliedByProvider);
        _cluster.Answer = r => r.ContentType == ContentTypes.Apply ? Conflict() : null;

        var e = await Assert.ThrowsAsync<KubernetesApiException>(() =>
            _updater.UpdateAsync(Change(AppliedByProvider), CancellationToken.None)
        );

        var cause = Assert.Single(e.Causes);
        Assert.Equal(("FieldManagerConflict", ".data.a"), (cause.Reason, cause.Field));
        Assert.Equal([$"PATCH {Path}", $"GET {Path}"], _cluster.Calls);
    }

    [Fact]
    public async Task ReleaseFields_AppliesNothing()
    {
        Existing(AppliedByProvider);
        await _updater.ReleaseFieldsAsync(_cluster.Find(Path)!, "pulumi-kubernetes-1", CancellationToken.None);

        var apply = Assert.Single(_cluster.Requests);
        Assert.Equal("?fieldManager=pulumi-kubernetes-1", apply.Query);
        Assert.Equal(["apiVersion", "kind", "metadata"], apply.Body!.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData(false, "force=false")]
    [InlineData(true, "force=true")]
    public async Task Update_Force_IsSent(bool force, string expected)
    {
        Existing(AppliedByProvider);
        await _updater.UpdateAsync(Change(AppliedByProvider) with { Force = force }, CancellationToken.None);
        Assert.Contains(expected, _cluster.Requests[^1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_DryRunAfterCreation_ForcesWithoutMovingOwnership()
    {
        Existing(CreatedByProvider);
        await _updater.UpdateAsync(Change(CreatedByProvider) with { DryRun = true }, CancellationToken.None);

        Assert.Equal([$"GET {Path}", $"PATCH {Path}"], _cluster.Calls);
        Assert.Equal("?fieldManager=pulumi-kubernetes-1&force=true&dryRun=All", _cluster.Requests[1].Query);
        Assert.Equal("1", _cluster.Find(Path)!["data"]!["a"]!.GetValue<string>());
    }

    [Fact]
    public async Task Update_DryRunThatRemovesAFieldOfTheCreation_PredictsTheRemovalWithAMergePatch()
    {
        Existing("""[{"manager":"pulumi-kubernetes","operation":"Update","fieldsV1":{"f:data":{".":{},"f:a":{}}}}]""");
        var change = Change(CreatedByProvider) with { DryRun = true };
        change.Manifest["data"] = new JsonObject { ["b"] = "2" };
        await _updater.UpdateAsync(change, CancellationToken.None);

        var patch = _cluster.Requests[^1];
        Assert.Equal((ContentTypes.MergePatch, true), (patch.ContentType, patch.Query.Contains("dryRun=All", StringComparison.Ordinal)));
        Assert.Equal("""{"data":{"b":"2","a":null}}""", patch.Body!.ToJsonString());
    }

    [Theory]
    [InlineData("\\\"other\\\"", true)]
    [InlineData("\\\"pulumi-kubernetes\\\" using v1", false)]
    public async Task Update_DryRunWithConflicts_FailsAsTheUpdateWould(string manager, bool fails)
    {
        Existing(
            """
            [{"manager":"pulumi-kubernetes","operation":"Update","fieldsV1":{"f:data":{"f:a":{}}}},
             {"manager":"other","operation":"Apply","fieldsV1":{"f:data":{"f:a":{}}}}]
            """
        );
        _cluster.Answer = r => r.Query.Contains("force=false", StringComparison.Ordinal) ? Conflict(manager) : null;
        var prediction = _updater.UpdateAsync(Change(CreatedByProvider) with { DryRun = true }, CancellationToken.None);

        Assert.Equal(fails, await Record.ExceptionAsync(() => prediction) is KubernetesApiException { IsConflict: true });
    }

    [Fact]
    public async Task Update_IgnoredFieldOfAnotherManager_IsNotSent()
    {
        Existing("""[{"manager":"hpa","operation":"Update","fieldsV1":{"f:data":{"f:a":{}}}}]""");
        await _updater.UpdateAsync(
            Change(AppliedByProvider) with
            {
                IgnoreChanges = IgnoredPaths.Parse(["data.a"]),
            },
            CancellationToken.None
        );
        Assert.Empty(_cluster.Requests[^1].Body!["data"]!.AsObject());
    }

    [Fact]
    public async Task Update_OwnIgnoredField_IsSentUnchanged()
    {
        Existing(AppliedByProvider);
        await _updater.UpdateAsync(
            Change(AppliedByProvider) with
            {
                IgnoreChanges = IgnoredPaths.Parse(["data.a"]),
            },
            CancellationToken.None
        );
        Assert.Equal("1", _cluster.Requests[^1].Body!["data"]!["a"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("spec.template.spec.containers[*].image")]
    [InlineData("spec.template.spec.containers[0].image")]
    public async Task Update_IgnoredFieldOfAListItem_KeepsTheLiveValueOfTheSameItem(string ignored)
    {
        const string Deployments = "apis/apps/v1/namespaces/shop/deployments";
        _cluster.Put(Deployments, Deployment("""[{"name":"first","image":"x:1"},{"name":"app","image":"app:2"}]"""));
        var live = _cluster.Find($"{Deployments}/d")!;
        await _updater.UpdateAsync(
            Change(AppliedByProvider) with
            {
                OldLive = live,
                Manifest = Parse(Deployment("""[{"name":"app","image":"app:1","tty":true}]""")),
                IgnoreChanges = IgnoredPaths.Parse([ignored]),
            },
            CancellationToken.None
        );

        var container = Assert.Single(_cluster.Requests[^1].Body!["spec"]!["template"]!["spec"]!["containers"]!.AsArray());
        Assert.Equal("""{"name":"app","image":"app:2","tty":true}""", container!.ToJsonString());
    }

    [Fact]
    public async Task Update_WithoutServerSideApply_PatchesOnlyWhatTheProgramChanged()
    {
        Existing(AppliedByProvider);
        _cluster.Change(Path, o => o["data"]!["theirs"] = "x");
        var change = Change(AppliedByProvider) with { ServerSideApply = false, OldInputs = Parse("""{"data":{"a":"1","gone":"1"}}""") };
        change.OldLive["data"]!["gone"] = "1";
        _cluster.Change(Path, o => o["data"]!["gone"] = "1");

        await _updater.UpdateAsync(change, CancellationToken.None);

        var patch = _cluster.Requests[^1];
        Assert.Equal("application/strategic-merge-patch+json", patch.ContentType);
        Assert.Equal("""{"data":{"a":"2","gone":null}}""", patch.Body!.ToJsonString());
    }

    [Fact]
    public async Task Update_Definition_IsReplaced()
    {
        const string Definition = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        _cluster.Put(Definition, """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"w"}}""");
        var live = _cluster.Find($"{Definition}/w")!;
        var manifest = Parse(
            """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"w"},"spec":{}}"""
        );
        await _updater.UpdateAsync(Change(AppliedByProvider) with { OldLive = live, Manifest = manifest }, CancellationToken.None);

        Assert.Equal([$"GET {Definition}/w", $"PUT {Definition}/w"], _cluster.Calls);
        Assert.Equal(
            live["metadata"]!["resourceVersion"]!.GetValue<string>(),
            _cluster.Requests[1].Body!["metadata"]!["resourceVersion"]!.GetValue<string>()
        );
        Assert.Equal((string)live["metadata"]!["resourceVersion"]!, (string)manifest["metadata"]!["resourceVersion"]!);
    }

    private static string Deployment(string containers) =>
        $$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"shop"},"spec":{"template":{"spec":{"containers":{{containers}} } } } }""";

    private void Existing(string managedFields) =>
        _cluster.Put(
            Collection,
            $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"shop","uid":"uid-c","managedFields":{{managedFields}} },"data":{"a":"1"} }"""
        );

    private static Change Change(string knownOwners) =>
        new()
        {
            OldInputs = Parse("""{"data":{"a":"1"}}"""),
            OldLive = Parse(
                $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"shop","uid":"uid-c","managedFields":{{knownOwners}} },"data":{"a":"1"} }"""
            ),
            Manifest = Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"shop"},"data":{"a":"2"}}"""),
            FieldManager = "pulumi-kubernetes-1",
            ServerSideApply = true,
        };

    private static HttpResponseMessage Conflict(string manager = "\\\"other\\\"") =>
        FakeCluster.Status(
            HttpStatusCode.Conflict,
            "Conflict",
            "Apply failed with 1 conflict",
            $$"""{"causes":[{"reason":"FieldManagerConflict","field":".data.a","message":"conflict with {{manager}}"}]}"""
        );

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
