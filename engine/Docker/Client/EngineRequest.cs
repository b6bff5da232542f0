using System.Text;
using System.Text.Json.Nodes;

namespace Infra.Engine.Docker.Client;

/// <summary>A request to an engine.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path without a version, with its query.</param>
internal sealed record EngineRequest(HttpMethod Method, string Path)
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(2);

    /// <summary>Creates the body.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The time until the answer begins.</summary>
    public TimeSpan Limit { get; init; } = DefaultLimit;

    /// <summary>Creates a path from its segments and a query; parameters without a value are left out.</summary>
    /// <param name="path">The path. Segments that come from users are escaped with <see cref="Escape"/>.</param>
    /// <param name="query">The parameters.</param>
    public static string Combine(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var text = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return text.ToString();
    }

    /// <summary>Escapes a part of a path. The slashes and colons of image names remain.</summary>
    public static string Escape(string text) => string.Join('/', text.Split('/').Select(EscapeSegment));

    /// <summary>Creates a JSON body.</summary>
    public static Func<HttpContent>? Json(JsonObject? body) =>
        body is null ? null : () => new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static string EscapeSegment(string segment) =>
        segment is "." or ".."
            ? throw new ArgumentException($"'{segment}' cannot be part of a name.", nameof(segment))
            : Uri.EscapeDataString(segment).Replace("%3A", ":", StringComparison.Ordinal).Replace("%40", "@", StringComparison.Ordinal);
}
