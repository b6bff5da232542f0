using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Fields;
using Infra.Simulator.Api.Patching;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Microsoft.Extensions.Time.Testing;

namespace Infra.Simulator.Tests.Api.Fields;

/// <summary>Rules of server-side apply that no recording covers.</summary>
public sealed class ServerSideApplyTests
{
    private const string Deployment = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"o"},"spec":{{SPEC}} }""";
    private const string ConfigMap = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"o"} }""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly InMemoryCluster _cluster;

    public ServerSideApplyTests()
    {
        _cluster = new InMemoryCluster(_time, new IdentitySource(1));
        ClusterBootstrap.Run(_cluster.Client);
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"o"}}""", "invalid object type: /v1, Kind=Secret")]
    [InlineData("""{"apiVersion":"apps/v1","kind":"ConfigMap","metadata":{"name":"o"}}""", "invalid object type: apps/v1, Kind=ConfigMap")]
    [InlineData("""{"metadata":{"name":"o"}}""", "invalid object type: /, Kind=")]
    public void Apply_ConfigurationOfAnotherKind_IsRefused(string configuration, string message)
    {
        var error = Assert.Throws<StatusException>(() => Apply(GroupResource.ConfigMaps, configuration, "ann"));

        Assert.Equal((400, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("""{"replicas":"3"}""", ".spec.replicas: expected numeric (int or float), got string")]
    [InlineData("""{"paused":[1,"a"]}""", ".spec.paused: expected boolean, got &{[1 a]}")]
    [InlineData("""{"template":"x"}""", ".spec.template: expected map, got &{x}")]
    [InlineData("""{"template":{"spec":{"containers":{"a":1}}}}""", ".spec.template.spec.containers: expected list, got &{map[a:1]}")]
    [InlineData(
        """{"template":{"spec":{"nodeName":{"a":[true]}}}}""",
        ".spec.template.spec.nodeName: expected string, got &value.valueUnstructured{Value:"
            + """map[string]interface {}{"a":[]interface {}{true}}}"""
    )]
    [InlineData(
        """{"template":{"spec":{"containers":[null]}}}""",
        ".spec.template.spec.containers: element 0: associative list with keys may not have a null element"
    )]
    [InlineData(
        """{"template":{"spec":{"containers":[{"image":"a"},{"image":"b"}]}}}""",
        """.spec.template.spec.containers: duplicate entries for key [name=""]"""
    )]
    public void Apply_ValueThatDoesNotFitTheSchema_IsRefused(string spec, string problem)
    {
        var error = Assert.Throws<StatusException>(() =>
            Apply(GroupResource.Deployments, Deployment.Replace("{{SPEC}}", spec, StringComparison.Ordinal), "ann")
        );

        Assert.Equal(500, error.Code);
        Assert.Equal($"failed to create typed patch object (/o; apps/v1, Kind=Deployment): {problem}", error.Message);
    }

    [Fact]
    public void Apply_FractionForAWholeNumber_CannotBeConverted()
    {
        var configuration = Deployment.Replace("{{SPEC}}", """{"replicas":1.5}""", StringComparison.Ordinal);

        var error = Assert.Throws<StatusException>(() => Apply(GroupResource.Deployments, configuration, "ann"));

        Assert.Equal(500, error.Code);
        Assert.Equal(
            "failed to convert new object (/o; apps/v1, Kind=Deployment) to proper version: "
                + "unable to convert unstructured object to apps/v1, Kind=Deployment: cannot convert float64 to int32",
            error.Message
        );
    }

    [Fact]
    public void Apply_LabelsNoLongerApplied_LeaveTheRestOfTheMetadata()
    {
        Apply(GroupResource.ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"o","labels":{"a":"1"}}}""", "ann");
        Update("""{"metadata":{"annotations":{"b":"2"}}}""", "bob");

        var applied = Apply(GroupResource.ConfigMaps, ConfigMap, "ann");

        Assert.Empty(applied.Metadata.TextMap("labels"));
        Assert.Equal("2", applied.Metadata.Text("annotations", "b"));
        Assert.Equal(["bob"], Managers(applied));
    }

    [Fact]
    public void Apply_ConfigurationThatChangesNothing_GivesTheManagerNoTime()
    {
        Update("""{"data":{"a":"1"}}""", "bob", isNew: true);

        var applied = Apply(
            GroupResource.ConfigMaps,
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"o"},"data":{"a":"1"}}""",
            "ann"
        );

        var entry = applied.Metadata.Objects("managedFields").First();
        Assert.Equal("ann", entry.Text("manager"));
        Assert.False(entry.ContainsKey("time"));
    }

    [Fact]
    public void Update_ByElevenManagers_MergesTheTwoOldest()
    {
        Update("""{"data":{"k0":"v"}}""", "manager-00", isNew: true);
        KubeObject? updated = null;
        for (var i = 1; i <= 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            updated = Update("{\"data\":{\"k" + i + "\":\"v\"}}", $"manager-{i:00}");
        }

        var managers = Managers(updated!);
        Assert.Equal(10, managers.Count);
        Assert.Equal(["ancient-changes", "manager-02"], managers.Take(2));
    }

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("[{}]", 0)]
    [InlineData("""[{"manager":"eve","operation":"Delete","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{}}}]""", 1)]
    [InlineData("""[{"manager":"eve","operation":"Update","apiVersion":"v1","fieldsV1":{"f:data":{}}}]""", 1)]
    [InlineData("""[{"manager":"eve","operation":"Update","apiVersion":"v9","fieldsType":"FieldsV1","fieldsV1":{"f:data":{}}}]""", 0)]
    public void Update_OfTheManagedFields_EmptiesThemOrLeavesThem(string managedFields, int managers)
    {
        Update("""{"data":{"a":"1"}}""", "bob", isNew: true);

        var updated = Update($$"""{"metadata":{"managedFields":{{managedFields}} } }""", "bob");

        Assert.Equal(managers, Managers(updated).Count);
    }

    [Fact]
    public void Apply_ConflictsWithTheStatusOfAManager_NamesItBeforeTheManagerItself()
    {
        var entry = new FieldManagerIdentity("ann", FieldManagerIdentity.Update, "v1", "");
        var status = entry with { Subresource = "status" };

        Assert.True(string.CompareOrdinal(status.Key, entry.Key) < 0);
    }

    [Fact]
    public void Update_InAnotherVersion_TakesTheFieldsOfTheManagersVersion()
    {
        var autoscalers = new GroupResource("autoscaling", "horizontalpodautoscalers");
        Apply(
            autoscalers,
            """
            {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"o"},"spec":{"maxReplicas":5,
             "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},
             "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}]}}
            """,
            "ann"
        );
        var patch = new Patch(PatchType.Merge, Encoding.UTF8.GetBytes("""{"spec":{"targetCPUUtilizationPercentage":50}}"""));
        Assert.True(_cluster.Catalog.TryFind("autoscaling", "v1", "horizontalpodautoscalers", out var kind));

        var (updated, _) = _cluster.Api.Patch(kind, "default", "o", "", patch, new RequestOptions { FieldManager = "bob" });

        var owned = updated
            .Metadata.Objects("managedFields")
            .ToDictionary(entry => entry.Text("manager")!, entry => entry.Map("fieldsV1", "f:spec")!);
        Assert.False(owned["ann"].ContainsKey("f:metrics"));
        Assert.True(owned["ann"].ContainsKey("f:maxReplicas"));
        Assert.Equal(["f:targetCPUUtilizationPercentage"], owned["bob"].Select(field => field.Key));
    }

    private static List<string> Managers(KubeObject body) =>
        [.. body.Metadata.Objects("managedFields").Select(entry => entry.Text("manager")!)];

    private KubeObject Apply(GroupResource resource, string configuration, string manager)
    {
        Assert.True(_cluster.Catalog.TryFind(resource, out var kind));
        var patch = new Patch(PatchType.Apply, Encoding.UTF8.GetBytes(configuration));
        return _cluster.Api.Patch(kind, "default", "o", "", patch, new RequestOptions { FieldManager = manager }).Patched;
    }

    private KubeObject Update(string json, string manager, bool isNew = false)
    {
        Assert.True(_cluster.Catalog.TryFind(GroupResource.ConfigMaps, out var kind));
        var options = new RequestOptions { FieldManager = manager };
        if (!isNew)
        {
            return _cluster.Api.Patch(kind, "default", "o", "", new Patch(PatchType.Merge, Encoding.UTF8.GetBytes(json)), options).Patched;
        }

        var body = JsonNode.Parse(json)!.AsObject();
        body["metadata"] = new JsonObject { ["name"] = "o" };
        return _cluster.Api.Create(kind, "default", body, options);
    }
}
