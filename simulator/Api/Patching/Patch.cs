using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Patching;

/// <summary>The type of a patch.</summary>
internal enum PatchType
{
    /// <summary>JSON patch (RFC 6902).</summary>
    Json,

    /// <summary>JSON merge patch (RFC 7386).</summary>
    Merge,

    /// <summary>Strategic merge patch: lists are merged by the merge keys of the schema.</summary>
    StrategicMerge,

    /// <summary>Server-side apply: the complete set of fields of a manager.</summary>
    Apply,
}

/// <summary>A patch of a request.</summary>
internal sealed record Patch(PatchType Type, JsonNode Body)
{
    public IReadOnlyList<string> DuplicateFields { get; init; } = [];

    public JsonObject Object =>
        Body as JsonObject
        ?? throw StatusException.BadRequest("json: cannot unmarshal array into Go value of type map[string]interface {}");
}
