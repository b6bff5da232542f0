using Infra.Simulator.Schema;

namespace Infra.Simulator.Api.Patching;

/// <summary>Reads patches by their media type.</summary>
internal static class PatchParser
{
    private const string CustomTypes = "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";

    /// <exception cref="StatusException">The resource type does not support the media type.</exception>
    public static Patch Parse(ResourceKind kind, string mediaType, byte[] body) => new(FindType(kind, mediaType), body);

    private static PatchType FindType(ResourceKind kind, string mediaType) =>
        mediaType switch
        {
            "application/json-patch+json" => PatchType.Json,
            "application/merge-patch+json" => PatchType.Merge,
            "application/strategic-merge-patch+json" when kind.Custom is null => PatchType.StrategicMerge,
            "application/apply-patch+yaml" => PatchType.Apply,
            _ when kind.Custom is not null => throw new StatusException(
                415,
                StatusReason.UnsupportedMediaType,
                $"the body of the request was in an unknown format - accepted media types include: {CustomTypes}"
            ),
            _ => throw new StatusException(415, StatusReason.UnsupportedMediaType, "415: Unsupported Media Type", []),
        };
}
