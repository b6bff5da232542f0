using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.OpenApi;

/// <summary>Creates OpenAPI documents from the schema of the built-in kinds and the CustomResourceDefinitions.</summary>
internal static class OpenApiDocuments
{
    private const string Definitions2 = "#/definitions/";
    private const string Metadata = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    /// <summary>A kind whose apiVersion, kind and metadata have the same descriptions as those of custom resources.</summary>
    private const string Described = "io.k8s.api.apps.v1.Deployment";
    private const string Definitions3 = "#/components/schemas/";

    public static JsonObject CreateVersion2(ResourceCatalog catalog)
    {
        var definitions = JsonNode.Parse(catalog.Schema.Definitions.GetRawText())!.AsObject();
        Descriptions.AddTo(definitions);
        foreach (var kind in catalog.Kinds.Where(kind => kind.Custom is not null))
        {
            definitions[GetDefinitionName(kind)] = CreateCustomDefinition(kind, Definitions2);
        }

        return new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = CreateInfo(),
            ["paths"] = CreatePaths(catalog.Kinds, Definitions2),
            ["definitions"] = definitions,
        };
    }

    public static JsonObject CreateVersion3(ResourceCatalog catalog, string group, string version)
    {
        var kinds = catalog
            .Kinds.Where(kind => kind.Group == group && kind.Version == version)
            .OrderBy(kind => kind.Plural, StringComparer.Ordinal)
            .ToList();
        var schemas = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            if (kind.Custom is not null)
            {
                schemas[GetDefinitionName(kind)] = CreateCustomDefinition(kind, Definitions3);
                AddDefinition(catalog.Schema, Metadata, schemas);
            }
            else
            {
                AddDefinition(catalog.Schema, kind.Definition, schemas);
            }
        }
        var described = new JsonObject(schemas);
        Descriptions.AddTo(described);
        OpenApiReferences.Wrap(described);
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = CreateInfo(),
            ["paths"] = CreatePaths(kinds, Definitions3),
            ["components"] = new JsonObject { ["schemas"] = described },
        };
    }

    private static JsonObject CreateInfo() => new() { ["title"] = "Kubernetes", ["version"] = "v1.36.2" };

    /// <summary>Converts a definition and its references to OpenAPI v3.</summary>
    private static void AddDefinition(BuiltInKinds schema, string definition, SortedDictionary<string, JsonNode?> schemas)
    {
        if (schemas.ContainsKey(definition) || !schema.Definitions.TryGetProperty(definition, out var json))
        {
            return;
        }

        var node = JsonNode.Parse(json.GetRawText())!;
        schemas[definition] = node;
        foreach (var referred in RewriteReferences(node))
        {
            AddDefinition(schema, referred, schemas);
        }
    }

    /// <summary>Rewrites references from v2 to v3 and returns the definitions that they name.</summary>
    private static List<string> RewriteReferences(JsonNode node)
    {
        var found = new List<string>();
        var pending = new Stack<JsonNode>([node]);
        while (pending.TryPop(out var next))
        {
            if (next is JsonObject container)
            {
                if (container["$ref"] is JsonValue reference && reference.TryGetValue(out string? target))
                {
                    var name = target[Definitions2.Length..];
                    found.Add(name);
                    container["$ref"] = Definitions3 + name;
                }
                foreach (var value in container.Select(entry => entry.Value).OfType<JsonNode>())
                {
                    pending.Push(value);
                }
            }
            else if (next is JsonArray array)
            {
                foreach (var item in array.OfType<JsonNode>())
                {
                    pending.Push(item);
                }
            }
        }
        return found;
    }

    private static string GetDefinitionName(ResourceKind kind) =>
        kind.Custom is null ? kind.Definition : $"{string.Join('.', kind.Group.Split('.').Reverse())}.{kind.Version}.{kind.Kind}";

    private static JsonObject CreateCustomDefinition(ResourceKind kind, string definitions)
    {
        var definition = kind.Custom!.OpenApi.Clone();
        var properties = definition.GetOrAddObject("properties");
        properties["apiVersion"] = DescribeText("apiVersion");
        properties["kind"] = DescribeText("kind");
        properties["metadata"] = new JsonObject
        {
            ["description"] = Descriptions.Find(Described, "metadata"),
            ["$ref"] = definitions + Metadata,
        };
        definition["x-kubernetes-group-version-kind"] = new JsonArray(
            new JsonObject
            {
                ["group"] = kind.Group,
                ["kind"] = kind.Kind,
                ["version"] = kind.Version,
            }
        );
        return definition;
    }

    private static JsonObject DescribeText(string field) =>
        new() { ["description"] = Descriptions.Find(Described, field), ["type"] = "string" };

    /// <summary>Creates the paths with only what clients use: the kind, the response and the parameters of each operation.</summary>
    private static JsonObject CreatePaths(IEnumerable<ResourceKind> kinds, string definitions)
    {
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            var root = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.Group}/{kind.Version}";
            var collection = kind.Namespaced ? $"{root}/namespaces/{{namespace}}/{kind.Plural}" : $"{root}/{kind.Plural}";
            if (kind.Verbs.Contains("create"))
            {
                paths[collection] = new JsonObject { ["post"] = CreateOperation(kind, "post", definitions) };
            }

            if (!kind.Verbs.Contains("get"))
            {
                continue;
            }

            var item = new JsonObject { ["get"] = CreateOperation(kind, "get", definitions) };
            if (kind.Verbs.Contains("patch"))
            {
                item["patch"] = CreateOperation(kind, "patch", definitions);
            }

            if (kind.Verbs.Contains("update"))
            {
                item["put"] = CreateOperation(kind, "put", definitions);
            }

            paths[$"{collection}/{{name}}"] = item;
        }
        return paths;
    }

    private static JsonObject CreateOperation(ResourceKind kind, string action, string definitions)
    {
        var operation = new JsonObject
        {
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = new JsonObject
            {
                ["group"] = kind.Group,
                ["kind"] = kind.Kind,
                ["version"] = kind.Version,
            },
            ["responses"] = new JsonObject { ["200"] = CreateResponse(kind, definitions) },
        };
        if (action != "get")
        {
            operation["parameters"] = new JsonArray([.. GetParameterNames(action).Select(name => CreateParameter(name, definitions))]);
        }

        return operation;
    }

    private static JsonObject CreateResponse(ResourceKind kind, string definitions)
    {
        var schema = new JsonObject { ["$ref"] = definitions + GetDefinitionName(kind) };
        var response = new JsonObject { ["description"] = "OK" };
        if (definitions == Definitions2)
        {
            response["schema"] = schema;
        }
        else
        {
            response["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } };
        }

        return response;
    }

    private static IEnumerable<string> GetParameterNames(string action) =>
        action == "patch" ? ["dryRun", "fieldManager", "fieldValidation", "force"] : ["dryRun", "fieldManager", "fieldValidation"];

    private static JsonObject CreateParameter(string name, string definitions)
    {
        var type = name == "force" ? "boolean" : "string";
        var parameter = new JsonObject { ["name"] = name, ["in"] = "query" };
        if (definitions == Definitions2)
        {
            parameter["type"] = type;
        }
        else
        {
            parameter["schema"] = new JsonObject { ["type"] = type };
        }

        return parameter;
    }
}
