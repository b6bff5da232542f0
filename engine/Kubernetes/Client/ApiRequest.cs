using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>A request to the API server.</summary>
/// <param name="Method">The HTTP method, e.g. PATCH.</param>
/// <param name="Path">Path and query, without a leading slash.</param>
/// <param name="Body">The body, or null.</param>
/// <param name="ContentType">The content type of the body, which selects the kind of patch.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, JsonNode? Body = null, string ContentType = ContentTypes.Json)
{
    /// <summary>The <c>Accept</c> header; null for plain JSON.</summary>
    public string? Accept { get; init; }

    /// <summary>False if the caller repeats the request itself.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>True if sending the request twice has the same effect as sending it once.</summary>
    public bool IsIdempotent { get; init; } = Method != HttpMethod.Post;
}

/// <summary>The content types of request bodies.</summary>
internal static class ContentTypes
{
    public const string Json = "application/json";
    public const string JsonPatch = "application/json-patch+json";
    public const string MergePatch = "application/merge-patch+json";
    public const string StrategicMergePatch = "application/strategic-merge-patch+json";

    /// <summary>Server-side apply. The JSON body is valid YAML.</summary>
    public const string Apply = "application/apply-patch+yaml";
}
