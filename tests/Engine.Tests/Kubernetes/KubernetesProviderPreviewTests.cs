using System.Net;
using Infra.Engine.Providers;
using Infra.Protocol.Values;
using Moq;

namespace Engine.Tests.Kubernetes;

/// <summary>Previews, and what happens without a cluster.</summary>
public sealed class KubernetesProviderPreviewTests : KubernetesProviderTestBase
{
    [Fact]
    public async Task Preview_Creation_IsADryRunWithServerDefaults()
    {
        await ConfigureAsync();
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        var preview = await PreviewAsync(check.Inputs);
        Assert.Equal("", preview.Id);
        Assert.Contains("dryRun=All", Cluster.Requests[0].Query, StringComparison.Ordinal);
        Assert.True(((PropertyObject)preview.State["metadata"]).Properties.ContainsKey("uid"));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "Forbidden", """configmaps is forbidden: User "u" cannot create resource "configmaps" """)]
    [InlineData(HttpStatusCode.BadRequest, "BadRequest", "admission webhook does not support dry run")]
    [InlineData(HttpStatusCode.Unauthorized, "Unauthorized", "Unauthorized")]
    public async Task Preview_Unpredictable_ReturnsTheInputs(HttpStatusCode code, string reason, string message)
    {
        await ConfigureAsync();
        Cluster.Answer = r => r.Method == "POST" ? FakeCluster.Status(code, reason, message) : null;
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        Assert.Equal(check.Inputs, (await PreviewAsync(check.Inputs)).State);
    }

    [Theory]
    [InlineData(HttpStatusCode.Conflict, "AlreadyExists", "configmaps \"c\" already exists")]
    [InlineData(HttpStatusCode.Forbidden, "Forbidden", "configmaps \"c\" is forbidden: exceeded quota: q")]
    public async Task Preview_RefusedAsTheUpdateWouldBe_Fails(HttpStatusCode code, string reason, string message)
    {
        await ConfigureAsync();
        Cluster.Answer = r => r.Method == "POST" ? FakeCluster.Status(code, reason, message) : null;
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        await Assert.ThrowsAsync<ResourceProviderException>(() => PreviewAsync(check.Inputs));
    }

    [Fact]
    public async Task Preview_ReplacementAfterDeletion_FindsTheOldObject()
    {
        await ConfigureAsync();
        Cluster.Answer = r => r.Method == "POST" ? FakeCluster.Status(HttpStatusCode.Conflict, "AlreadyExists", "exists") : null;
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        var request = new CreateRequest
        {
            Urn = ConfigMap,
            Inputs = check.Inputs,
            Preview = true,
            FollowsDeletion = true,
        };
        Assert.Equal(check.Inputs, (await Provider.CreateAsync(request, CancellationToken.None)).State);
    }

    [Fact]
    public async Task Preview_QuotaThatTheSameDeploymentChanges_IsUndecided()
    {
        await ConfigureAsync();
        Cluster.Answer = r =>
            r.Path.EndsWith("configmaps", StringComparison.Ordinal)
                ? FakeCluster.Status(HttpStatusCode.Forbidden, "Forbidden", "configmaps \"c\" is forbidden: exceeded quota: q")
                : null;
        await PreviewAsync(
            Json(
                """{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"default"},"spec":{"hard":{"pods":"1"}}}"""
            )
        );
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        Assert.Equal(check.Inputs, (await PreviewAsync(check.Inputs)).State);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData("wrong", false)]
    public async Task Preview_CustomResourceOfAPlannedDefinition_IsCheckedAgainstIt(object size, bool isAccepted)
    {
        await ConfigureAsync();
        await PreviewAsync(
            Json(
                """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.test"},
                "spec":{"group":"test","scope":"Namespaced","names":{"kind":"Widget","plural":"widgets"},"versions":[{"name":"v1","served":true,
                "storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"size":
                {"type":"integer"} } } } } } }] } }
                """
            )
        );
        var widget = Json(
            $$"""{"apiVersion":"test/v1","kind":"Widget","metadata":{"name":"w","namespace":"default"},"spec":{"size":{{System.Text.Json.JsonSerializer.Serialize(size)}} } }"""
        );
        var error = await Record.ExceptionAsync(() => PreviewAsync(widget));

        Assert.Equal(
            isAccepted ? null : ".spec.size",
            error is null ? null : error.Message.Split(' ').First(word => word.StartsWith(".spec")).TrimEnd(':')
        );
        Log.Verify(l => l.Warning(It.IsAny<Infra.Engine.Resources.Urn>(), It.IsAny<string>()), Times.Never);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FindUnmetNeeds_CustomResource_IsMissingUntilItsDefinitionIsPlanned(bool hasUnknowns)
    {
        await ConfigureAsync();
        var widget = Json("""{"apiVersion":"test/v1","kind":"Widget","metadata":{"name":"w","namespace":"default"}}""");
        await PreviewAsync(hasUnknowns ? widget.SetItem("spec", new PropertyUnknown()) : widget);

        var missing = Assert.Single(await Provider.FindUnmetNeedsAsync(CancellationToken.None));
        Assert.Equal("the cluster does not serve test/v1 Widget", missing.Problem);

        await PreviewAsync(
            Json(
                """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.test"},
                "spec":{"group":"test","scope":"Namespaced","names":{"kind":"Widget","plural":"widgets"},"versions":[]}}
                """
            )
        );

        Assert.Empty(await Provider.FindUnmetNeedsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task FindUnmetNeeds_StorageClass_IsMissingUntilItIsPlanned()
    {
        await ConfigureAsync();
        Cluster.Answer = r =>
            r.Path switch
            {
                "apis/storage.k8s.io/v1/storageclasses/fast" => FakeCluster.Status(HttpStatusCode.NotFound, "NotFound", "no"),
                "api/v1/persistentvolumes" => FakeCluster.Json(HttpStatusCode.OK, """{"kind":"PersistentVolumeList","items":[]}"""),
                _ => null,
            };
        await PreviewAsync(
            Json(
                """
                {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c","namespace":"default"},
                "spec":{"storageClassName":"fast","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"} } } }
                """
            )
        );

        var missing = Assert.Single(await Provider.FindUnmetNeedsAsync(CancellationToken.None), need => !need.IsType);
        Assert.Equal(
            ("the cluster has no StorageClass 'fast', so this volume is not provisioned", false),
            (missing.Problem, missing.IsType)
        );

        await PreviewAsync(
            Json("""{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"fast"},"provisioner":"x"}""")
        );
        Assert.DoesNotContain(await Provider.FindUnmetNeedsAsync(CancellationToken.None), need => !need.IsType);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, 0)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    public async Task FindUnmetNeeds_MetricsThatTheUserMayNotSee_AreNotMissing(HttpStatusCode code, int count)
    {
        await ConfigureAsync();
        Cluster.Answer = r => r.Path == "apis/metrics.k8s.io" ? FakeCluster.Status(code, code.ToString(), "no") : null;
        await PreviewAsync(
            Json(
                """
                {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"c","namespace":"default"},
                "spec":{"metrics":[{"type":"Resource"}]} }
                """
            )
        );

        Assert.Equal(count, (await Provider.FindUnmetNeedsAsync(CancellationToken.None)).Count(need => !need.IsType));
    }

    [Fact]
    public async Task Preview_UnknownValue_ReturnsTheInputsAndSendsNothing()
    {
        await ConfigureAsync();
        var check = await Provider.CheckAsync(
            Request(ConfigMap, Json("""{"metadata":{"name":"c"}}""").SetItem("data", PropertyMap.Create(("a", new PropertyUnknown())))),
            CancellationToken.None
        );
        Assert.Equal(check.Inputs, (await PreviewAsync(check.Inputs)).State);
        Assert.True(check.Inputs.ContainsUnknowns());
        Assert.Empty(Cluster.Requests);
    }

    [Fact]
    public async Task Preview_Rejected_Fails()
    {
        await ConfigureAsync();
        Cluster.Answer = r =>
            r.Method == "POST" ? FakeCluster.Status(HttpStatusCode.UnprocessableEntity, "Invalid", "ConfigMap \"c\" is invalid") : null;
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        await Assert.ThrowsAsync<ResourceProviderException>(() => PreviewAsync(check.Inputs));
    }

    [Fact]
    public async Task Unreachable_PreviewReturnsTheInputsAndWarnsOnce_OtherOperationsFail()
    {
        await ConfigureAsync();
        IsReachable = false;
        var check = await CheckAsync(ConfigMap, """{"metadata":{"name":"c"}}""");
        await PreviewAsync(check.Inputs);
        await PreviewAsync(check.Inputs);
        Log.Verify(l => l.Warning(ConfigMap, It.Is<string>(m => m.Contains("no kubeconfig"))), Times.Once);

        var state = State(check.Inputs);
        await Assert.ThrowsAsync<ResourceProviderException>(() =>
            Provider.CreateAsync(new CreateRequest { Urn = ConfigMap, Inputs = check.Inputs }, CancellationToken.None)
        );
        await Assert.ThrowsAsync<ResourceProviderException>(() => ReadAsync(check.Inputs, state));
        await Assert.ThrowsAsync<ResourceProviderException>(() => DeleteAsync(check.Inputs, state));
    }

    [Fact]
    public async Task Unreachable_DeleteUnreachableIsSet_CountsAsGone()
    {
        await ConfigureAsync(("deleteUnreachable", "true"));
        IsReachable = false;
        var inputs = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"}}""");
        Assert.Equal("", (await ReadAsync(inputs, State(inputs))).Id);
        await DeleteAsync(inputs, State(inputs));
    }

    [Fact]
    public async Task Unreachable_SkipUpdateUnreachableIsSet_ChangesNothing()
    {
        Variables["PULUMI_K8S_SKIP_UPDATE_UNREACHABLE"] = "true";
        await ConfigureAsync();
        IsReachable = false;
        var inputs = Json("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"default"},"data":{"a":"1"}}""");
        Assert.Equal(inputs, (await CheckAsync(ConfigMap, """{"metadata":{"name":"c"},"data":{"a":"2"}}""", old: inputs)).Inputs);
        Assert.Equal(State(inputs), (await ReadAsync(inputs, State(inputs))).State);
    }
}
