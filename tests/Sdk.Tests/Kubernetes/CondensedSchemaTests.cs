using System.Text.Json.Nodes;
using Infra.Generator;
using Infra.Generator.Condensing;

namespace Sdk.Tests.Kubernetes;

public class CondensedSchemaTests
{
    private static readonly string SchemaFile = Path.Combine(Repository.Root, "kubernetes", "Schema", "kubernetes-1.36.json");

    [SharedFact]
    public void Condense_TheClustersDocuments_ReturnsTheCommittedFile()
    {
        var cluster = Path.Combine(Repository.Shared, "kubernetes-1.36");

        var text = OpenApiCondenser.Condense(
            JsonFile.Read(Path.Combine(cluster, "openapi-v2.json.gz")),
            JsonFile.Read(Path.Combine(cluster, "apis.json"))
        );

        Assert.Equal(File.ReadAllText(SchemaFile), text);
    }

    [Fact]
    public void EveryReference_HasADefinition()
    {
        var schema = JsonFile.Read(SchemaFile);
        var definitions = schema["definitions"]!.AsObject();

        Assert.All(References(definitions), reference => Assert.Contains(reference, definitions));
        Assert.All(schema["resources"]!.AsArray(), resource => Assert.Contains(resource!["definition"]!.GetValue<string>(), definitions));
    }

    [Fact]
    public void Condense_RemovesDescriptions_ButKeepsPropertiesOfThatName()
    {
        var definitions = JsonFile.Read(SchemaFile)["definitions"]!.AsObject();

        Assert.All(definitions, definition => Assert.False(definition.Value!.AsObject().ContainsKey("description")));
        Assert.NotNull(definitions["io.k8s.api.scheduling.v1.PriorityClass"]!["properties"]!["description"]);
    }

    [Fact]
    public void Condense_Paths_BecomeResourcesWithVerbsAndSubresources()
    {
        var resource = Resource("widgets");

        Assert.Equal("Widget", resource["kind"]!.GetValue<string>());
        Assert.True(resource["namespaced"]!.GetValue<bool>());
        Assert.Equal("""["create","delete","get","list","update","watch"]""", resource["verbs"]!.ToJsonString());
        Assert.Equal("test.Widget", resource["definition"]!.GetValue<string>());
        Assert.Equal("test.WidgetList", resource["listDefinition"]!.GetValue<string>());
        Assert.Equal(
            """[{"name":"scale","group":"autoscaling","version":"v1","kind":"Scale","verbs":["get"]}]""",
            resource["subresources"]!.ToJsonString()
        );
    }

    [Fact]
    public void Condense_ConnectAction_HasTheVerbsOfItsMethods()
    {
        var exec = Resource("pods")["subresources"]!.AsArray().Single()!;

        Assert.Equal("exec", exec["name"]!.GetValue<string>());
        Assert.Equal("""["create","get"]""", exec["verbs"]!.ToJsonString());
    }

    [Fact]
    public void Condense_BuiltInResource_HasItsShortNamesAndCategories()
    {
        Assert.Equal("""["po"]""", Resource("pods")["shortNames"]!.ToJsonString());
        Assert.Equal("""["all"]""", Resource("pods")["categories"]!.ToJsonString());
        Assert.Null(Resource("widgets")["shortNames"]);
    }

    [Theory]
    [InlineData("/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale", "apps", "v1", "deployments", "scale", true, false)]
    [InlineData("/api/v1/namespaces/{name}/finalize", "", "v1", "namespaces", "finalize", false, false)]
    [InlineData("/api/v1/watch/namespaces/{namespace}/pods", "", "v1", "pods", null, true, true)]
    [InlineData("/api/v1/nodes/", "", "v1", "nodes", null, false, false)]
    public void Parse_PathOfAResource_ReturnsItsParts(
        string path,
        string group,
        string version,
        string plural,
        string? subresource,
        bool namespaced,
        bool watch
    )
    {
        Assert.Equal(new ResourcePath(group, version, plural, subresource, namespaced, watch), ResourcePath.TryParse(path));
    }

    [Theory]
    [InlineData("/version/")]
    [InlineData("/apis/apps/")]
    [InlineData("/apis/apps/v1/")]
    [InlineData("/api/v1/nodes/{name}/proxy/{path}")]
    public void Parse_OtherPath_ReturnsNull(string path)
    {
        Assert.Null(ResourcePath.TryParse(path));
    }

    private static JsonNode Resource(string plural) =>
        JsonNode.Parse(OpenApiCondenser.Condense(Cluster(), new JsonObject { ["groups"] = new JsonArray() }))!["resources"]!
            .AsArray()
            .Single(resource => resource!["plural"]!.GetValue<string>() == plural)!;

    private static JsonObject Cluster() =>
        JsonNode
            .Parse(
                """
                {
                  "info": { "version": "1.0" },
                  "paths": {
                    "/apis/example.org/v1/namespaces/{namespace}/widgets": {
                      "get": { "x-kubernetes-action": "list", "x-kubernetes-group-version-kind": { "group": "example.org", "version": "v1", "kind": "Widget" } },
                      "post": { "x-kubernetes-action": "post", "x-kubernetes-group-version-kind": { "group": "example.org", "version": "v1", "kind": "Widget" } },
                      "parameters": []
                    },
                    "/apis/example.org/v1/namespaces/{namespace}/widgets/{name}": {
                      "get": { "x-kubernetes-action": "get", "x-kubernetes-group-version-kind": { "group": "example.org", "version": "v1", "kind": "Widget" } },
                      "put": { "x-kubernetes-action": "put", "x-kubernetes-group-version-kind": { "group": "example.org", "version": "v1", "kind": "Widget" } },
                      "delete": { "x-kubernetes-action": "delete", "x-kubernetes-group-version-kind": { "group": "example.org", "version": "v1", "kind": "Widget" } }
                    },
                    "/apis/example.org/v1/namespaces/{namespace}/widgets/{name}/scale": {
                      "get": { "x-kubernetes-action": "get", "x-kubernetes-group-version-kind": { "group": "autoscaling", "version": "v1", "kind": "Scale" } }
                    },
                    "/apis/example.org/v1/watch/widgets": {
                      "get": { "x-kubernetes-action": "watchlist", "x-kubernetes-group-version-kind": { "group": "example.org", "version": "v1", "kind": "Widget" } }
                    },
                    "/api/v1/namespaces/{namespace}/pods/{name}": {
                      "get": { "x-kubernetes-action": "get", "x-kubernetes-group-version-kind": { "group": "", "version": "v1", "kind": "Pod" } }
                    },
                    "/api/v1/namespaces/{namespace}/pods/{name}/exec": {
                      "get": { "x-kubernetes-action": "connect", "x-kubernetes-group-version-kind": { "group": "", "version": "v1", "kind": "PodExecOptions" } },
                      "post": { "x-kubernetes-action": "connect", "x-kubernetes-group-version-kind": { "group": "", "version": "v1", "kind": "PodExecOptions" } },
                      "head": { "x-kubernetes-action": "connect", "x-kubernetes-group-version-kind": { "group": "", "version": "v1", "kind": "PodExecOptions" } }
                    }
                  },
                  "definitions": {
                    "test.Widget": { "x-kubernetes-group-version-kind": [{ "group": "example.org", "version": "v1", "kind": "Widget" }] },
                    "test.WidgetList": { "x-kubernetes-group-version-kind": [{ "group": "example.org", "version": "v1", "kind": "WidgetList" }] },
                    "test.Pod": { "x-kubernetes-group-version-kind": [{ "group": "", "version": "v1", "kind": "Pod" }] }
                  }
                }
                """
            )!
            .AsObject();

    private static IEnumerable<string> References(JsonNode? node) =>
        node switch
        {
            JsonObject json => json.SelectMany(member =>
                member.Key == "$ref" && member.Value is JsonValue reference
                    ? [reference.GetValue<string>()["#/definitions/".Length..]]
                    : References(member.Value)
            ),
            JsonArray array => array.SelectMany(References),
            _ => [],
        };
}
