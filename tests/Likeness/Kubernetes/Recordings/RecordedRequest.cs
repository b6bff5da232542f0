using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;

namespace Likeness.Kubernetes.Recordings;

/// <summary>A recorded request as an HTTP request without a connection.</summary>
internal static class RecordedRequest
{
    /// <summary>The token of the administrator in replays.</summary>
    public const string Token = "secret";

    private static readonly HashSet<string> Members = ["method", "path", "query", "contentType", "accept", "body", "bodyText", "headers"];

    /// <summary>Creates the request. A member that no README describes is an error: what it asks for would be left out.</summary>
    public static DefaultHttpContext ToContext(JsonObject recorded)
    {
        if (recorded.Select(member => member.Key).FirstOrDefault(key => !Members.Contains(key)) is { } unknown)
        {
            throw new NotSupportedException($"The replay does not know the member {unknown} of a request.");
        }

        var context = new DefaultHttpContext();
        var request = context.Request;
        request.Method = recorded.Text("method") ?? "GET";
        request.Scheme = "https";
        request.Path = recorded.Text("path");
        request.QueryString = QueryString.Create((recorded.Map("query") ?? []).SelectMany(Values));
        if (!(recorded.Map("headers") ?? []).Any(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))
        {
            request.Headers.Authorization = $"Bearer {Token}";
        }

        request.Headers.UserAgent = "fixture/1.0";
        if (recorded.Text("accept") is { } accept)
        {
            request.Headers.Accept = accept;
        }

        request.ContentType = recorded.Text("contentType");
        foreach (var (name, value) in (recorded.Map("headers") ?? []).SelectMany(Values))
        {
            request.Headers.Append(name, value);
        }

        if ((recorded.Text("bodyText") ?? recorded["body"]?.ToJsonString()) is { } text)
        {
            request.Body = new MemoryStream(Encoding.UTF8.GetBytes(text));
        }

        return context;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Values(KeyValuePair<string, JsonNode?> parameter) =>
        parameter.Value is JsonArray several
            ? several.Select(value => KeyValuePair.Create(parameter.Key, value?.ToString()))
            : [KeyValuePair.Create(parameter.Key, parameter.Value?.ToString())];
}
