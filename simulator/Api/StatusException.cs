using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api;

/// <summary>An error of the API server, answered as a Kubernetes <c>Status</c>.</summary>
/// <param name="code">The HTTP status code.</param>
/// <param name="reason">The machine-readable reason, such as <c>NotFound</c>; see <see cref="StatusReason"/>.</param>
/// <param name="message">The human-readable message.</param>
/// <param name="details">The <c>details</c> of the status, or null.</param>
public class StatusException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    /// <summary>The HTTP status code.</summary>
    public int Code { get; } = code;

    /// <summary>The machine-readable reason.</summary>
    public string Reason { get; } = reason;

    /// <summary>The <c>details</c> of the status, or null.</summary>
    public JsonObject? Details { get; } = details;

    /// <summary>The token with which a list can go on that is no longer consistent; null for other errors.</summary>
    public string? Continue { get; init; }

    /// <summary>Whether the reason is NotFound.</summary>
    public bool IsNotFound => Reason == StatusReason.NotFound;

    /// <summary>Whether the reason is Conflict: read the object again and retry.</summary>
    public bool IsConflict => Reason == StatusReason.Conflict;

    /// <summary>Whether the reason is AlreadyExists.</summary>
    public bool IsAlreadyExists => Reason == StatusReason.AlreadyExists;

    /// <summary>Whether an object was refused because its namespace is being deleted: all others will be, too.</summary>
    public bool IsNamespaceTerminating => Details.Objects("causes").Any(cause => cause.Text("reason") == "NamespaceTerminating");

    /// <summary>Converts the error to a <c>Status</c> object.</summary>
    public JsonObject ToJson()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = Continue is null ? new JsonObject() : new JsonObject { ["continue"] = Continue },
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason.Length > 0)
        {
            status["reason"] = Reason;
        }

        if (Details is not null)
        {
            status["details"] = Details.Clone();
        }

        status["code"] = Code;
        return status;
    }

    internal static StatusException NotFound(GroupResource resource, string name) =>
        new(404, StatusReason.NotFound, $"{resource} \"{name}\" not found", CreateDetails(resource, name));

    internal static StatusException AlreadyExists(GroupResource resource, string name, bool isDeleting = false) =>
        new(
            409,
            StatusReason.AlreadyExists,
            (isDeleting ? "object is being deleted: " : "") + $"{resource} \"{name}\" already exists",
            CreateDetails(resource, name)
        );

    internal static StatusException Conflict(GroupResource resource, string name, string message) =>
        new(
            409,
            StatusReason.Conflict,
            $"Operation cannot be fulfilled on {resource} \"{name}\": {message}",
            CreateDetails(resource, name)
        );

    internal static StatusException Modified(GroupResource resource, string name) =>
        Conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again");

    internal static StatusException Forbidden(GroupResource resource, string name, string message, JsonObject? cause = null)
    {
        var details = CreateDetails(resource, name);
        if (cause is not null)
        {
            details["causes"] = new JsonArray(cause);
        }

        return new(403, StatusReason.Forbidden, $"{resource}{(name.Length == 0 ? "" : $" \"{name}\"")} is forbidden: {message}", details);
    }

    internal static StatusException BadRequest(string message) => new(400, StatusReason.BadRequest, message);

    internal static StatusException Expired(string message) => new(410, StatusReason.Expired, message);

    internal static StatusException ExpiredContinue(string token) =>
        new(
            410,
            StatusReason.Expired,
            "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue "
                + "parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided "
                + "token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was "
                + "returned and now may show up in the list."
        )
        {
            Continue = token,
        };

    private static JsonObject CreateDetails(GroupResource resource, string name)
    {
        var details = new JsonObject();
        if (name.Length > 0)
        {
            details["name"] = name;
        }

        if (resource.Group.Length > 0)
        {
            details["group"] = resource.Group;
        }

        details["kind"] = resource.Resource;
        return details;
    }
}
