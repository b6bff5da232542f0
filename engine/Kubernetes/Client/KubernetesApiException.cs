using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>The API server rejected a request. The properties are those of its <c>Status</c>.</summary>
internal sealed class KubernetesApiException : Exception
{
    private KubernetesApiException(HttpStatusCode code, string reason, string message, JsonNode? details)
        : base(message)
    {
        Code = code;
        Reason = reason;
        Kind = details?["kind"]?.GetValue<string>() ?? "";
        Causes = details?["causes"] is JsonArray causes
            ? [.. causes.Select(c => new StatusCause(GetText(c, "reason"), GetText(c, "field"), GetText(c, "message")))]
            : [];
    }

    /// <summary>The status code, of the <c>Status</c> or of HTTP.</summary>
    public HttpStatusCode Code { get; }

    /// <summary>The machine-readable reason, e.g. <c>AlreadyExists</c>; "" without one.</summary>
    public string Reason { get; }

    /// <summary>The resource type of the error, e.g. <c>namespaces</c>, which may differ from the requested one.</summary>
    public string Kind { get; private init; }

    /// <summary>The errors of single fields; empty if the server lists none.</summary>
    public IReadOnlyList<StatusCause> Causes { get; private init; }

    public bool IsNotFound => Code == HttpStatusCode.NotFound;

    public bool IsConflict => Code == HttpStatusCode.Conflict && !IsAlreadyExists;

    public bool IsAlreadyExists => Code == HttpStatusCode.Conflict && Reason == "AlreadyExists";

    public bool IsForbidden => Code == HttpStatusCode.Forbidden;

    public bool IsUnauthorized => Code == HttpStatusCode.Unauthorized;

    /// <summary>True if an apply does not fit the schema, which API servers answer with 500: the same apply never succeeds.</summary>
    public bool IsSchemaMismatch => Message.StartsWith("failed to create typed patch object", StringComparison.Ordinal);

    public bool IsServerError => Code >= HttpStatusCode.InternalServerError;

    /// <summary>True if the server is overloaded or failing: the same request may succeed later.</summary>
    public bool IsTransient => (IsServerError && !IsSchemaMismatch) || Code == HttpStatusCode.TooManyRequests;

    /// <summary>The resource version is too old for a watch: list again.</summary>
    public bool IsExpired => Code == HttpStatusCode.Gone;

    /// <summary>The namespace of the object does not exist.</summary>
    public bool IsNamespaceNotFound => IsNotFound && Kind == "namespaces";

    public bool IsDryRunUnsupported => Code == HttpStatusCode.BadRequest && Message.Contains("dry run", StringComparison.OrdinalIgnoreCase);

    /// <summary>True if the user lacks a permission; false if admission refuses the object.</summary>
    public bool IsPermissionDenied =>
        IsForbidden && Message.Contains("User \"", StringComparison.Ordinal) && Message.Contains("\" cannot ", StringComparison.Ordinal);

    /// <summary>Creates the same exception without some of its causes; null if no cause is left.</summary>
    public KubernetesApiException? WithoutCauses(Func<StatusCause, bool> dropped)
    {
        var causes = Causes.Where(cause => !dropped(cause)).ToList();
        return causes.Count == 0 ? null : new KubernetesApiException(Code, Reason, Message, null) { Kind = Kind, Causes = causes };
    }

    /// <summary>Creates the exception from a response.</summary>
    public static KubernetesApiException From(HttpStatusCode code, string body)
    {
        try
        {
            if (JsonNode.Parse(body) is JsonObject { Count: > 0 } status && GetText(status, "kind") == "Status")
            {
                return FromStatus(status, code);
            }
        }
        catch (JsonException)
        {
            // Proxies and webhooks respond with plain text.
        }

        var text = body.Trim();
        return new KubernetesApiException(code, "", text.Length is > 0 and < 2000 ? text : $"HTTP {(int)code} {code}", null);
    }

    /// <summary>Creates the exception from a <c>Status</c> object.</summary>
    public static KubernetesApiException FromStatus(JsonObject status, HttpStatusCode fallback = HttpStatusCode.InternalServerError)
    {
        var code = status["code"] is JsonValue value && value.TryGetValue<int>(out var number) ? (HttpStatusCode)number : fallback;
        var message = GetText(status, "message");
        return new KubernetesApiException(
            code,
            GetText(status, "reason"),
            message.Length > 0 ? message : $"HTTP {(int)code} {code}",
            status["details"]
        );
    }

    private static string GetText(JsonNode? node, string key) =>
        node?[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}

/// <summary>One error in a request.</summary>
/// <param name="Reason">The machine-readable reason, e.g. <c>FieldValueInvalid</c>, <c>FieldManagerConflict</c>.</param>
/// <param name="Field">The field, e.g. <c>spec.replicas</c>.</param>
/// <param name="Message">The message to users.</param>
internal sealed record StatusCause(string Reason, string Field, string Message);
