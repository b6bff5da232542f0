using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Likeness.Kubernetes.Recordings;

/// <summary>A response in the form of the recordings.</summary>
internal sealed record Answer(int Status, IReadOnlyList<string> Warnings, string ContentType, JsonNode? Body)
{
    /// <summary>Reads a response whose body was written to <paramref name="body"/>.</summary>
    public static Answer Read(HttpResponse response, MemoryStream body)
    {
        var (contentType, text) = (response.ContentType ?? "", Encoding.UTF8.GetString(body.ToArray()));
        return new Answer(
            response.StatusCode,
            [.. response.Headers["Warning"].OfType<string>()],
            contentType,
            contentType.StartsWith("application/json", StringComparison.Ordinal) ? JsonNode.Parse(text) : JsonValue.Create(text)
        );
    }
}
