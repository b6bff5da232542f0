using System.Text.Json.Nodes;
using Infra.Kubernetes.Patching;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Patching;

/// <summary>Applies JSON patches and strategic merge patches with the errors of the API server.</summary>
internal static class SharedPatches
{
    /// <exception cref="StatusException">The patch is malformed, or does not fit the object.</exception>
    public static JsonObject ApplyJson(JsonObject target, JsonNode patch)
    {
        if (patch is not JsonArray operations)
        {
            throw StatusException.BadRequest("error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch");
        }

        try
        {
            var parsed = operations.Select(operation => Parse(operation as JsonObject ?? [])).ToList();
            return JsonPatch.Apply(target, parsed, JsonPatchDialect.ApiServer) as JsonObject ?? throw CreateRejection();
        }
        catch (PatchException)
        {
            throw CreateRejection();
        }
    }

    /// <exception cref="StatusException">A list item lacks the merge key, or a directive is unknown.</exception>
    public static JsonObject ApplyStrategicMerge(TypeSchema type, JsonObject target, JsonObject patch)
    {
        try
        {
            return StrategicMergePatch.Apply(type, target, patch);
        }
        catch (PatchException error) when (error.Problem == PatchProblem.MissingMergeKey)
        {
            throw new StatusException(500, "", error.Message);
        }
        catch (PatchException error)
        {
            throw StatusException.BadRequest(error.Message);
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
