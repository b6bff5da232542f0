using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Drift;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Engine.Tests.Kubernetes;

public sealed class DriftTests : KubernetesProviderTestBase
{
    private const string Collection = "api/v1/namespaces/default/configmaps";

    [Theory]
    [InlineData("spec.replicas", "kubectl (scale)", "2026-01-03T00:00:00Z")]
    [InlineData("spec.containers[1].image", "set-image", "2026-01-02T00:00:00Z")]
    [InlineData("spec.containers[0].image", "ours", "2026-01-01T00:00:00Z")]
    [InlineData("spec.finalizers[1]", "controller", "2026-01-04T00:00:00Z")]
    [InlineData("spec.whole.part", "controller", "2026-01-04T00:00:00Z")]
    [InlineData("spec.absent", null, null)]
    public void FindOwner_AField_IsOfTheManagerThatSetItLast(string path, string? manager, string? since)
    {
        var live = JsonNode.Parse(
            """
            {
              "spec": {"replicas": 5, "containers": [{"name": "a", "image": "x"}, {"name": "b", "image": "y"}], "finalizers": ["f1", "f2"], "whole": {"part": 1}},
              "metadata": {"managedFields": [
                {"manager": "kubectl", "subresource": "scale", "time": "2026-01-03T00:00:00Z", "fieldsV1": {"f:spec": {"f:replicas": {}}}},
                {"manager": "ours", "time": "2026-01-01T00:00:00Z", "fieldsV1": {"f:spec": {"f:replicas": {}, "f:containers":
                  {"k:{\"name\":\"a\"}": {".": {}, "f:image": {}}, "k:{\"name\":\"b\"}": {".": {}, "f:image": {}}}}}},
                {"manager": "set-image", "time": "2026-01-02T00:00:00Z", "fieldsV1": {"f:spec": {"f:containers": {"k:{\"name\":\"b\"}": {"f:image": {}}}}}},
                {"manager": "controller", "time": "2026-01-04T00:00:00Z", "fieldsV1": {"f:spec": {"f:finalizers": {"v:\"f2\"": {}}, "f:whole": {}}}}
              ]}
            }
            """
        )!;

        Assert.Equal(manager is null ? null : new FieldOwner(manager, since!), FieldOwners.Find(live.AsObject(), PropertyPath.Parse(path)));
    }

    [Fact]
    public async Task FindAbsent_GoneAndReplacedObjects_TakesOneListPerKindAndNamespace()
    {
        await ConfigureAsync();
        Cluster.Put(Collection, """{"metadata":{"name":"kept","namespace":"default","uid":"1"}}""");
        Cluster.Put(Collection, """{"metadata":{"name":"replaced","namespace":"default","uid":"22"}}""");

        var absent = await Provider.FindAbsentAsync(
            [Record("kept", "1"), Record("replaced", "2"), Record("gone", "3")],
            CancellationToken.None
        );

        Assert.Equal([("ConfigMap replaced", true), ("ConfigMap gone", false)], absent.Select(one => (one.Name, one.IsReplaced)));
        Assert.Equal([$"GET {Collection}"], Cluster.Calls);
    }

    [Fact]
    public async Task FindAbsent_MoreObjectsThanAPage_ReadsAllPages()
    {
        await ConfigureAsync();
        Cluster.Answer = request =>
            request.Path != Collection ? null
            : request.Query.Contains("continue=a%2Fb", StringComparison.Ordinal) ? Page("second", "2", null)
            : Page("first", "1", "a/b");

        var absent = await Provider.FindAbsentAsync(
            [Record("first", "1"), Record("second", "2"), Record("gone", "3")],
            CancellationToken.None
        );

        Assert.Equal(["ConfigMap gone"], absent.Select(one => one.Name));
        Assert.Equal(2, Cluster.Requests.Count(request => request.Query.Contains("limit=500", StringComparison.Ordinal)));

        static HttpResponseMessage Page(string name, string uid, string? next) =>
            FakeCluster.Json(
                System.Net.HttpStatusCode.OK,
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["continue"] = next },
                    ["items"] = new JsonArray(
                        new JsonObject
                        {
                            ["metadata"] = new JsonObject { ["name"] = name, ["uid"] = uid },
                        }
                    ),
                }.ToJsonString()
            );
    }

    [Fact]
    public async Task FindAbsent_ListingForbidden_SaysNothing()
    {
        await ConfigureAsync();
        Cluster.Answer = request =>
            request.Path == Collection ? FakeCluster.Status(System.Net.HttpStatusCode.Forbidden, "Forbidden", "no") : null;

        Assert.Empty(await Provider.FindAbsentAsync([Record("gone", "3")], CancellationToken.None));
    }

    private static RecordedObject Record(string name, string uid) =>
        new(
            ConfigMap,
            $"default/{name}",
            Json($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","namespace":"default","uid":"{{{uid}}}"}}""")
        );
}
