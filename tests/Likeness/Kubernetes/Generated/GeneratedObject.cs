using System.Text.Json.Nodes;
using Infra.Simulator.Schema;

namespace Likeness.Kubernetes.Generated;

/// <summary>Objects made from the schema of their kind.</summary>
internal static class GeneratedObject
{
    private const int MaximumDepth = 7;
    private const int MaximumFields = 8;

    /// <summary>Creates an object with some of the fields of its kind.</summary>
    public static JsonObject Create(Random random, ResourceKind kind, TypeSchema schema)
    {
        var body = (JsonObject)Value(random, schema, 0)!;
        body["apiVersion"] = kind.ApiVersion;
        body["kind"] = kind.Kind;
        if (body["metadata"] is not JsonObject metadata)
        {
            body["metadata"] = metadata = [];
        }

        // Another namespace than the request's, and options of the server, would end most requests early.
        foreach (var key in (string[])["namespace", "resourceVersion", "managedFields", "uid"])
        {
            metadata.Remove(key);
        }

        metadata["name"] = "generated";
        return body;
    }

    private static JsonNode? Value(Random random, TypeSchema type, int depth) =>
        type.Type switch
        {
            FieldType.Object => Object(random, type, depth),
            FieldType.List => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, type.Items!, depth + 1))]),
            FieldType.Map when type.Values is { } values => Map(random, values, depth),
            FieldType.Map => new JsonObject(),
            var scalar => GeneratedValues.Scalar(random, scalar),
        };

    private static JsonObject Object(Random random, TypeSchema type, int depth)
    {
        var result = new JsonObject();
        if (depth > MaximumDepth)
        {
            return result;
        }

        var chance = Math.Min(1, (double)MaximumFields / (type.Fields.Count + 1) / (depth < 2 ? 1 : 2));
        foreach (var field in type.Fields)
        {
            if (random.NextDouble() < (field.IsRequired ? 0.95 : chance))
            {
                result[field.Name] = Value(random, field.Type, depth + 1);
            }
        }

        return result;
    }

    private static JsonObject Map(Random random, TypeSchema values, int depth)
    {
        var result = new JsonObject();
        for (var i = random.Next(3); i > 0; i--)
        {
            result[GeneratedValues.Scalar(random, FieldType.Text)!.GetValue<string>()] = Value(random, values, depth + 1);
        }

        return result;
    }
}
