using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Schema;
using Infra.Simulator.Api;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Infra.Simulator.Operators;

namespace Infra.Tests.Stores.Operators;

/// <summary>
/// Validates custom resources against the definitions that their operators publish: unknown and missing fields, types and values by
/// their place, and then, as an API server with these definitions does, patterns, limits and metadata.
/// </summary>
internal static class CustomResourceValidator
{
    /// <summary>
    /// Lists what is wrong with an object, such as <c>spec.instances: 'three' is not a whole number</c>; empty if it is valid.
    /// </summary>
    /// <exception cref="ArgumentException">No operator's definition of the kind is known.</exception>
    public static IReadOnlyList<string> Validate(JsonObject resource)
    {
        var (apiVersion, kind) = (resource["apiVersion"]?.ToString() ?? "", resource["kind"]?.ToString() ?? "");
        var definition = OperatorDefinitions.Find(apiVersion, kind)
            ?? throw new ArgumentException(
                $"{apiVersion} {kind}: no definition is known; known are {string.Join(", ", OperatorDefinitions.All.SelectMany(each => each.Kinds))}"
            );
        var violations = ObjectValidator.Validate(
            ObjectType.FromOpenApi(ReadSchema(definition, apiVersion)),
            resource,
            ValidatedForm.Complete
        );
        return violations.Count > 0 ? [.. violations.Select(Describe)] : Create(definition, resource);
    }

    /// <summary>The schema with the fields that every object has, whether its definition lists them or not.</summary>
    private static JsonElement ReadSchema(JsonObject definition, string apiVersion)
    {
        var schema = definition["spec"]!["versions"]!
            .AsArray()
            .Single(version => apiVersion.EndsWith($"/{version!["name"]}", StringComparison.Ordinal))!["schema"]![
            "openAPIV3Schema"
        ]!.DeepClone();
        var properties = schema["properties"]!.AsObject();
        properties["apiVersion"] = new JsonObject { ["type"] = "string" };
        properties["kind"] = new JsonObject { ["type"] = "string" };
        properties["metadata"] = new JsonObject { ["$ref"] = "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" };
        return JsonSerializer.SerializeToElement(schema);
    }

    private static string Describe(SchemaViolation violation)
    {
        var path = string.Concat(violation.Path.Select(step => step.Index is { } index ? $"[{index}]" : $".{step.Key}")).TrimStart('.');
        var candidates = violation.Candidates.Count > 0 ? $"; there are {string.Join(", ", violation.Candidates.Order())}" : "";
        return $"{(path.Length == 0 ? "the object" : path)}: {violation.Problem}{candidates}";
    }

    private static IReadOnlyList<string> Create(JsonObject definition, JsonObject resource)
    {
        var client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;
        client.Create(GroupResource.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } });
        client.Create(GroupResource.CustomResourceDefinitions, definition);
        var body = resource.DeepClone().AsObject();
        // The namespace is another object's matter.
        body["metadata"]!["namespace"] = "default";
        try
        {
            client.Create(
                new GroupResource(definition["spec"]!["group"]!.ToString(), definition["spec"]!["names"]!["plural"]!.ToString()),
                body
            );
            return [];
        }
        catch (StatusException refusal)
        {
            return [refusal.Message];
        }
    }
}
