namespace Infra.Simulator.Api;

/// <summary>The machine-readable reasons of failed requests.</summary>
public static class StatusReason
{
    /// <summary>The object does not exist.</summary>
    public const string NotFound = "NotFound";

    /// <summary>An object of that name exists already.</summary>
    public const string AlreadyExists = "AlreadyExists";

    /// <summary>The object has changed, a precondition does not hold, or another manager owns the field.</summary>
    public const string Conflict = "Conflict";

    /// <summary>Admission rejected the request.</summary>
    public const string Forbidden = "Forbidden";

    /// <summary>The object is invalid.</summary>
    public const string Invalid = "Invalid";

    /// <summary>The request is malformed.</summary>
    public const string BadRequest = "BadRequest";

    /// <summary>The requested version is no longer in the history.</summary>
    public const string Expired = "Expired";

    /// <summary>The token is missing or invalid.</summary>
    public const string Unauthorized = "Unauthorized";

    /// <summary>The resource does not support the verb.</summary>
    public const string MethodNotAllowed = "MethodNotAllowed";

    /// <summary>None of the accepted content types is supported.</summary>
    public const string NotAcceptable = "NotAcceptable";

    /// <summary>The content type of the body is not supported.</summary>
    public const string UnsupportedMediaType = "UnsupportedMediaType";

    /// <summary>Retry later; for instance, a disruption budget does not allow an eviction.</summary>
    public const string TooManyRequests = "TooManyRequests";

    /// <summary>The body is larger than the server accepts.</summary>
    public const string RequestEntityTooLarge = "RequestEntityTooLarge";

    /// <summary>A server that the request depends on cannot be reached.</summary>
    public const string ServiceUnavailable = "ServiceUnavailable";

    /// <summary>The server failed.</summary>
    public const string InternalError = "InternalError";

    /// <summary>The server timed out.</summary>
    public const string Timeout = "Timeout";
}
