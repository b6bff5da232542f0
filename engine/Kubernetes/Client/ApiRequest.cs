using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>One request to the API server.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query, without a leading slash.</param>
/// <param name="Body">What to send.</param>
/// <param name="ContentType">The kind of body, which for a patch says how it is meant.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, JsonNode? Body = null, string ContentType = ContentTypes.Json)
{
    /// <summary>What to ask for; null for plain JSON.</summary>
    public string? Accept { get; init; }
}

/// <summary>The content types of request bodies.</summary>
internal static class ContentTypes
{
    public const string Json = "application/json";
    public const string JsonPatch = "application/json-patch+json";
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Server-side apply. The body is JSON, which is YAML as well.</summary>
    public const string Apply = "application/apply-patch+yaml";
}
