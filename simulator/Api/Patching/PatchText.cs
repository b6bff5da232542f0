using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Decoding;
using YamlDotNet.Core;

namespace Infra.Simulator.Api.Patching;

/// <summary>The parsed body of a patch, or why it could not be parsed.</summary>
/// <param name="Type">The type of the patch.</param>
/// <param name="Body">The JSON; null for none.</param>
/// <param name="Error">The error of the parser; null for a parsed body.</param>
/// <param name="DuplicateFields">
/// The fields that the body contains more than once: their paths, and for YAML their lines.
/// </param>
internal sealed record PatchText(PatchType Type, JsonNode? Body, string? Error, IReadOnlyList<string> DuplicateFields)
{
    private const string MapType = "map[string]interface {}";

    public static PatchText Parse(PatchType type, byte[] body)
    {
        var duplicates = new List<string>();
        if (type == PatchType.Apply && body.AsSpan().TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            return ParseYaml(body);
        }

        if (GoJson.FindError(body) is { } error)
        {
            return type == PatchType.Apply ? ParseYaml(body) : new PatchText(type, null, error, []);
        }

        // JSON is YAML too, but parses faster as JSON and keeps its numbers.
        try
        {
            var parsed = JsonParsing.Parse(body, duplicates);
            return type == PatchType.Apply && duplicates.Count > 0 ? ParseYaml(body) : new PatchText(type, parsed, null, duplicates);
        }
        catch (DecodingException problem)
        {
            return type == PatchType.Apply ? ParseYaml(body) : new PatchText(type, null, problem.Message, []);
        }
    }

    /// <exception cref="StatusException">The body is not an object.</exception>
    public JsonObject GetObject(FieldValidation validation)
    {
        if (Type == PatchType.Apply)
        {
            return Error is not null ? throw StatusException.BadRequest($"error decoding YAML: {Error}")
                : Body is null ? []
                : Body as JsonObject
                    ?? throw StatusException.BadRequest(
                        $"error decoding YAML: error unmarshaling JSON: while decoding JSON: {Mismatch(MapType)}"
                    );
        }

        if (Type == PatchType.Merge && Error is null && (Body is null || (Body is not JsonObject && validation == FieldValidation.Ignore)))
        {
            throw StatusException.BadRequest("Invalid JSON Patch");
        }

        var problem = Error ?? (Body is null or JsonObject ? null : Mismatch(MapType));
        return problem is null ? Body as JsonObject ?? []
            : Type == PatchType.Merge && validation == FieldValidation.Ignore ? throw StatusException.BadRequest("Invalid JSON Patch")
            : throw StatusException.BadRequest(Type == PatchType.Merge ? $"error decoding patch: {problem}" : problem);
    }

    /// <exception cref="StatusException">The body is not a list of operations.</exception>
    public JsonArray GetOperations(FieldValidation validation)
    {
        var isChecked = validation != FieldValidation.Ignore;
        var problem = Error ?? FindOperationProblem(isChecked);
        return problem is null
            ? Body as JsonArray ?? []
            : throw StatusException.BadRequest(isChecked ? $"error decoding patch: {problem}" : problem);
    }

    private string? FindOperationProblem(bool isChecked)
    {
        if (Body is not (null or JsonArray))
        {
            return Mismatch(isChecked ? "[]handlers.jsonPatchOp" : "jsonpatch.Patch");
        }

        foreach (var operation in Body as JsonArray ?? [])
        {
            if (operation is not (null or JsonObject))
            {
                return $"json: cannot unmarshal {GoJson.NameOf(operation)} into Go value of type "
                    + (isChecked ? "handlers.jsonPatchOp" : "jsonpatch.Operation");
            }

            foreach (var field in (ReadOnlySpan<string>)(isChecked ? ["op", "path", "from"] : []))
            {
                if ((operation as JsonObject)?[field] is { } value && GoJson.NameOf(value) != "string")
                {
                    return $"json: cannot unmarshal {GoJson.NameOf(value)} into Go struct field jsonPatchOp.{field} of type string";
                }
            }
        }

        return null;
    }

    private string Mismatch(string type) => $"json: cannot unmarshal {GoJson.NameOf(Body)} into Go value of type {type}";

    private static PatchText ParseYaml(byte[] body)
    {
        try
        {
            var duplicates = new List<string>();
            return new PatchText(PatchType.Apply, YamlParsing.Parse(Encoding.UTF8.GetString(body), duplicates), null, duplicates);
        }
        catch (YamlException error)
        {
            return new PatchText(PatchType.Apply, null, $"error converting YAML to JSON: {YamlParsing.Describe(error)}", []);
        }
    }
}
