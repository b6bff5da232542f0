using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api;

/// <summary>The API server's refusal: what it answers with, as a Kubernetes <c>Status</c>.</summary>
/// <param name="code">The HTTP status code.</param>
/// <param name="reason">Kubernetes' word for the reason, such as <c>NotFound</c>; see <see cref="StatusReason"/>.</param>
/// <param name="message">The message for people.</param>
/// <param name="details">The <c>details</c> of the status, if any.</param>
public sealed class StatusException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    /// <summary>The HTTP status code.</summary>
    public int Code { get; } = code;

    /// <summary>Kubernetes' word for the reason.</summary>
    public string Reason { get; } = reason;

    /// <summary>The <c>details</c> of the status, if any.</summary>
    public JsonObject? Details { get; } = details;

    /// <summary>Whether the object does not exist.</summary>
    public bool IsNotFound => Reason == StatusReason.NotFound;

    /// <summary>Whether someone else changed the object meanwhile: read it again and retry.</summary>
    public bool IsConflict => Reason == StatusReason.Conflict;

    /// <summary>Whether an object of that name exists already.</summary>
    public bool IsAlreadyExists => Reason == StatusReason.AlreadyExists;

    /// <summary>The whole <c>Status</c> object.</summary>
    public JsonObject ToJson()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason.Length > 0)
            status["reason"] = Reason;
        if (Details is not null)
            status["details"] = Details.Clone();
        status["code"] = Code;
        return status;
    }

    internal static StatusException NotFound(GroupResource resource, string name) =>
        new(404, StatusReason.NotFound, $"{resource} \"{name}\" not found", Of(resource, name));

    internal static StatusException AlreadyExists(GroupResource resource, string name, bool isDeleting = false) => new(
        409,
        StatusReason.AlreadyExists,
        (isDeleting ? "object is being deleted: " : "") + $"{resource} \"{name}\" already exists",
        Of(resource, name));

    internal static StatusException Conflict(GroupResource resource, string name, string why) =>
        new(409, StatusReason.Conflict, $"Operation cannot be fulfilled on {resource} \"{name}\": {why}", Of(resource, name));

    internal static StatusException Modified(GroupResource resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    internal static StatusException Forbidden(GroupResource resource, string name, string why, JsonObject? cause = null)
    {
        var details = Of(resource, name);
        if (cause is not null)
            details["causes"] = new JsonArray(cause);
        return new(403, StatusReason.Forbidden, $"{resource} \"{name}\" is forbidden: {why}", details);
    }

    internal static StatusException BadRequest(string message) => new(400, StatusReason.BadRequest, message);

    internal static StatusException Expired(string message) => new(410, StatusReason.Expired, message);

    private static JsonObject Of(GroupResource resource, string name)
    {
        var details = new JsonObject();
        if (name.Length > 0)
            details["name"] = name;
        if (resource.Group.Length > 0)
            details["group"] = resource.Group;
        details["kind"] = resource.Resource;
        return details;
    }
}
