using System.Text.Json.Nodes;
using Infra.Kubernetes.Patching;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Patching;

/// <summary>Applies JSON patches and strategic merge patches with the errors of the API server.</summary>
internal static class SharedPatches
{
    private const int MaximumOperations = 10_000;
    private static readonly string[] _fields = ["op", "path", "from", "value"];

    /// <exception cref="StatusException">The patch does not fit the object.</exception>
    public static JsonNode? ApplyJson(JsonObject target, JsonArray operations)
    {
        if (operations.Count > MaximumOperations)
        {
            throw new StatusException(
                413,
                StatusReason.RequestEntityTooLarge,
                $"Request entity too large: The allowed maximum operations in a JSON patch is {MaximumOperations}, got {operations.Count}"
            );
        }

        try
        {
            var parsed = operations.Select(operation => Parse(operation as JsonObject ?? [])).ToList();
            var patched = JsonPatch.Apply(target, parsed, JsonPatchDialect.ApiServer);
            if (patched is JsonObject result)
            {
                TouchedKeys.Sort(result, parsed);
            }

            return patched;
        }
        catch (PatchException)
        {
            throw CreateRejection();
        }
    }

    /// <summary>Returns the strict errors of a JSON patch: unknown and duplicate fields of its operations.</summary>
    public static IEnumerable<string> FindStrictErrors(Patch patch, JsonArray operations) =>
        patch
            .DuplicateFields.Select(path => $"json patch duplicate field \"{path}\"")
            .Concat(
                operations
                    .OfType<JsonObject>()
                    .SelectMany(
                        (operation, index) =>
                            operation
                                .Select(entry => entry.Key)
                                .Where(key => !_fields.Contains(key))
                                .Select(key => $"json patch unknown field \"[{index}].{key}\"")
                    )
            );

    /// <summary>Applies a strategic merge patch, which loses its directives.</summary>
    /// <exception cref="StatusException">The patch does not fit the object.</exception>
    public static JsonObject ApplyStrategicMerge(TypeSchema type, JsonObject target, JsonObject patch)
    {
        try
        {
            return StrategicMergePatch.Apply(type, target, patch);
        }
        catch (PatchException error)
        {
            throw error.Problem switch
            {
                PatchProblem.MalformedDirective => StatusException.BadRequest(error.Message),
                PatchProblem.NestedLists => CreateRejection(),
                _ => new StatusException(500, "", error.Message),
            };
        }
    }

    private static JsonPatchOperation Parse(JsonObject operation)
    {
        JsonPatchAction action = operation.Text("op") switch
        {
            "add" => JsonPatchAction.Add,
            "remove" => JsonPatchAction.Remove,
            "replace" => JsonPatchAction.Replace,
            "move" => JsonPatchAction.Move,
            "copy" => JsonPatchAction.Copy,
            "test" => JsonPatchAction.Test,
            _ => throw CreateRejection(),
        };
        return new JsonPatchOperation(action, operation.Text("path") ?? throw CreateRejection())
        {
            From = operation.Text("from"),
            Value = operation["value"],
        };
    }

    private static StatusException CreateRejection() =>
        new(422, StatusReason.Invalid, "the server rejected our request due to an error in our request", []);
}
