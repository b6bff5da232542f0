using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Api;

public class InProcessClientTests
{
    private readonly IClusterClient _client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;

    public InProcessClientTests() => ClusterBootstrap.Run(_client);

    [Fact]
    public void Create_SetsTheMetadata()
    {
        var created = _client.Create(GroupResource.ConfigMaps, ConfigMap("settings"));

        Assert.Equal(("v1", "ConfigMap"), (created.ApiVersion, created.Kind));
        Assert.True(Guid.TryParse(created.Uid, out _));
        Assert.NotEqual(default, created.CreationTime);
        Assert.Same(created, _client.Get(GroupResource.ConfigMaps, "default", "settings"));
    }

    [Fact]
    public void Create_NameTaken_AlreadyExists()
    {
        _client.Create(GroupResource.ConfigMaps, ConfigMap("settings"));

        var error = Assert.Throws<StatusException>(() => _client.Create(GroupResource.ConfigMaps, ConfigMap("settings")));

        Assert.True(error.IsAlreadyExists);
        Assert.Equal("configmaps \"settings\" already exists", error.Message);
    }

    [Fact]
    public void Update_OfAnOldVersion_Conflicts()
    {
        var first = _client.Create(GroupResource.ConfigMaps, ConfigMap("settings"));
        _client.Patch(GroupResource.ConfigMaps, "default", "settings", new JsonObject { ["data"] = new JsonObject { ["a"] = "1" } });

        var error = Assert.Throws<StatusException>(() => _client.Update(GroupResource.ConfigMaps, first.Copy()));

        Assert.True(error.IsConflict);
    }

    [Fact]
    public void Patch_RemovesTheGenerateName()
    {
        var metadata = new JsonObject { ["namespace"] = "default", ["generateName"] = "made-" };
        var created = _client.Create(GroupResource.ConfigMaps, new JsonObject { ["metadata"] = metadata });

        var patch = new JsonObject { ["metadata"] = new JsonObject { ["generateName"] = null } };
        var patched = _client.Patch(GroupResource.ConfigMaps, "default", created.Name, patch);

        Assert.StartsWith("made-", patched.Name, StringComparison.Ordinal);
        Assert.Null(patched.Body["metadata"]!["generateName"]);
    }

    [Fact]
    public void UpdateStatus_ChangesOnlyTheStatus()
    {
        var node = _client.Create(GroupResource.Nodes, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "n" } });
        var change = node.Copy();
        change["spec"] = new JsonObject { ["unschedulable"] = true };
        change["status"] = new JsonObject { ["phase"] = "Running" };

        var updated = _client.UpdateStatus(GroupResource.Nodes, change);

        Assert.False(updated.Spec.Flag("unschedulable"));
        Assert.Equal("Running", updated.Status.Text("phase"));
    }

    [Fact]
    public void Delete_WithFinalizer_WaitsForItsRemoval()
    {
        var body = ConfigMap("held");
        body["metadata"]!["finalizers"] = new JsonArray("example.org/hold");
        _client.Create(GroupResource.ConfigMaps, body);

        Assert.True(_client.Delete(GroupResource.ConfigMaps, "default", "held").IsDeleting);
        Assert.NotNull(_client.Find(GroupResource.ConfigMaps, "default", "held"));

        _client.Patch(
            GroupResource.ConfigMaps,
            "default",
            "held",
            new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } }
        );
        Assert.Null(_client.Find(GroupResource.ConfigMaps, "default", "held"));
    }

    [Fact]
    public void Delete_OtherUid_Conflicts()
    {
        _client.Create(GroupResource.ConfigMaps, ConfigMap("settings"));

        var error = Assert.Throws<StatusException>(() =>
            _client.Delete(GroupResource.ConfigMaps, "default", "settings", new DeleteOptions { Uid = "another" })
        );

        Assert.True(error.IsConflict);
    }

    [Fact]
    public void IdentitySource_SameSeed_GivesTheSameSequence()
    {
        var (one, two, other) = (new IdentitySource(7), new IdentitySource(7), new IdentitySource(8));

        Assert.Equal((one.NewUid(), one.NewSuffix()), (two.NewUid(), two.NewSuffix()));
        Assert.NotEqual(one.NewUid(), other.NewUid());
    }

    [Fact]
    public void Create_CustomResourceWithAMapOfAnything_KeepsItsKeysAndWhatThePreservingFieldHas()
    {
        _client.Create(
            GroupResource.CustomResourceDefinitions,
            Parse(
                """
                {"metadata":{"name":"widgets.example.org"},"spec":{"group":"example.org","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},
                 "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{
                  "values":{"type":"object","additionalProperties":true},"settings":{"x-kubernetes-preserve-unknown-fields":true}}}}}]}}
                """
            )
        );

        var created = _client.Create(
            new GroupResource("example.org", "widgets"),
            Parse("""{"metadata":{"name":"w","namespace":"default"},"values":{"a":{"b":1}},"settings":{"c":[true]}}""")
        );

        Assert.Equal("""{"a":{}}""", created.Body.Map("values")?.ToJsonString());
        Assert.Equal("""{"c":[true]}""", created.Body.Map("settings")?.ToJsonString());
    }

    [Theory]
    [InlineData("nginx", "Always")]
    [InlineData("localhost:5000/nginx", "Always")]
    [InlineData("nginx:latest", "Always")]
    [InlineData("nginx:1.27", "IfNotPresent")]
    [InlineData("Not/An/Image", "IfNotPresent")]
    public void Create_PodTemplateWithoutPullPolicies_DefaultsThemByTheImages(string image, string expected)
    {
        var template = _client.Create(
            new GroupResource("", "podtemplates"),
            Parse(
                $$$$"""
                {"metadata":{"name":"t","namespace":"default"},"template":{"spec":{"containers":[{"name":"c","image":"{{{{image}}}}"}],
                 "volumes":[{"name":"v","image":{"reference":"{{{{image}}}}"}}]}}}
                """
            )
        );

        var spec = template.Body.Map("template", "spec");
        Assert.Equal(expected, spec.Objects("containers").Single().Text("imagePullPolicy"));
        Assert.Equal(expected, spec.Objects("volumes").Single().Text("image", "pullPolicy"));
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static JsonObject ConfigMap(string name) =>
        new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        };
}
