using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Patching;

/// <summary>How a patch is to be understood.</summary>
internal enum PatchType
{
    /// <summary>RFC 6902.</summary>
    Json,

    /// <summary>RFC 7386.</summary>
    Merge,

    /// <summary>Kubernetes' own: lists are merged by the keys that the schema names.</summary>
    StrategicMerge,

    /// <summary>Server-side apply: the fields a manager wants, and no others of its own.</summary>
    Apply,
}

/// <summary>A patch as it came.</summary>
internal sealed record Patch(PatchType Type, JsonNode Body)
{
    public IReadOnlyList<string> DuplicateFields { get; init; } = [];

    public JsonObject Object => Body as JsonObject ?? throw StatusException.BadRequest("json: cannot unmarshal array into Go value of type map[string]interface {}");
}
