using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>The API server refused a request: its <c>Status</c>, typed.</summary>
internal sealed class KubernetesApiException : Exception
{
    private KubernetesApiException(HttpStatusCode code, string reason, string message, JsonNode? details)
        : base(message)
    {
        Code = code;
        Reason = reason;
        Kind = details?["kind"]?.GetValue<string>() ?? "";
        Causes = details?["causes"] is JsonArray causes
            ? [.. causes.Select(c => new StatusCause(TextOf(c, "reason"), TextOf(c, "field"), TextOf(c, "message")))]
            : [];
    }

    /// <summary>The HTTP status code.</summary>
    public HttpStatusCode Code { get; }

    /// <summary>The machine-readable reason, e.g. <c>AlreadyExists</c>; "" where the server gave none.</summary>
    public string Reason { get; }

    /// <summary>The resource the error is about, e.g. <c>namespaces</c>, which may differ from the one that was asked for.</summary>
    public string Kind { get; }

    /// <summary>The single things that are wrong.</summary>
    public IReadOnlyList<StatusCause> Causes { get; }

    public bool IsNotFound => Code == HttpStatusCode.NotFound;

    public bool IsConflict => Code == HttpStatusCode.Conflict && !IsAlreadyExists;

    public bool IsAlreadyExists => Code == HttpStatusCode.Conflict && Reason == "AlreadyExists";

    public bool IsForbidden => Code == HttpStatusCode.Forbidden;

    public bool IsUnauthorized => Code == HttpStatusCode.Unauthorized;

    /// <summary>The watch's starting point is too old: list again.</summary>
    public bool IsExpired => Code == HttpStatusCode.Gone;

    /// <summary>The namespace of the object does not exist.</summary>
    public bool IsNamespaceNotFound => IsNotFound && Kind == "namespaces";

    public bool IsDryRunUnsupported =>
        Code == HttpStatusCode.BadRequest && Message.Contains("dry run", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes the error out of an answer.</summary>
    public static KubernetesApiException From(HttpStatusCode code, string body)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject { Count: > 0 } status && TextOf(status, "kind") == "Status")
            {
                return FromStatus(status, code);
            }
        }
        catch (JsonException)
        {
            // Proxies and webhooks answer in plain text.
        }

        var text = body.Trim();
        return new KubernetesApiException(code, "", text.Length is > 0 and < 2000 ? text : $"HTTP {(int)code} {code}", null);
    }

    /// <summary>Takes the error out of a <c>Status</c> object.</summary>
    public static KubernetesApiException FromStatus(JsonObject status, HttpStatusCode fallback = HttpStatusCode.InternalServerError)
    {
        var code = status["code"] is JsonValue value && value.TryGetValue<int>(out var number) ? (HttpStatusCode)number : fallback;
        var message = TextOf(status, "message");
        return new KubernetesApiException(code, TextOf(status, "reason"), message.Length > 0 ? message : $"HTTP {(int)code} {code}", status["details"]);
    }

    private static string TextOf(JsonNode? node, string key) =>
        node?[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Reason">E.g. <c>FieldValueInvalid</c>, <c>FieldManagerConflict</c>.</param>
/// <param name="Field">The field, e.g. <c>spec.replicas</c>.</param>
/// <param name="Message">What is wrong with it.</param>
internal sealed record StatusCause(string Reason, string Field, string Message);
