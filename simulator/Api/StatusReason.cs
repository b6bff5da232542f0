namespace Infra.Simulator.Api;

/// <summary>Kubernetes' words for why a request failed.</summary>
public static class StatusReason
{
    /// <summary>The object does not exist.</summary>
    public const string NotFound = "NotFound";

    /// <summary>An object of that name exists already.</summary>
    public const string AlreadyExists = "AlreadyExists";

    /// <summary>The object has changed meanwhile, or a precondition does not hold, or another manager owns the field.</summary>
    public const string Conflict = "Conflict";

    /// <summary>Admission refused.</summary>
    public const string Forbidden = "Forbidden";

    /// <summary>The object breaks rules of its kind.</summary>
    public const string Invalid = "Invalid";

    /// <summary>The request cannot be understood.</summary>
    public const string BadRequest = "BadRequest";

    /// <summary>The version asked for lies too far back.</summary>
    public const string Expired = "Expired";

    /// <summary>No valid token.</summary>
    public const string Unauthorized = "Unauthorized";

    /// <summary>The resource does not know this verb.</summary>
    public const string MethodNotAllowed = "MethodNotAllowed";

    /// <summary>None of the formats the client takes can be had.</summary>
    public const string NotAcceptable = "NotAcceptable";

    /// <summary>The body's format is not understood.</summary>
    public const string UnsupportedMediaType = "UnsupportedMediaType";

    /// <summary>Try again later, for instance because a disruption budget is spent.</summary>
    public const string TooManyRequests = "TooManyRequests";

    /// <summary>The server could not answer in time.</summary>
    public const string Timeout = "Timeout";
}
