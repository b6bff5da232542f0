namespace Infra.Protocol.Grpc;

/// <summary>The status codes of gRPC.</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The caller cancelled the call.</summary>
    Cancelled = 1,

    /// <summary>The peer failed without giving a status.</summary>
    Unknown = 2,

    /// <summary>The request is invalid regardless of the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The call did not end before its deadline.</summary>
    DeadlineExceeded = 4,

    /// <summary>The requested object does not exist.</summary>
    NotFound = 5,

    /// <summary>The object to create exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is authenticated but not authorized.</summary>
    PermissionDenied = 7,

    /// <summary>A quota is exhausted, or a message is too large.</summary>
    ResourceExhausted = 8,

    /// <summary>The state of the system does not allow the call.</summary>
    FailedPrecondition = 9,

    /// <summary>The operation was aborted, for example by a conflict.</summary>
    Aborted = 10,

    /// <summary>The operation exceeds the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The method does not exist on this server.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the protocol was violated.</summary>
    Internal = 13,

    /// <summary>The server is currently unreachable.</summary>
    Unavailable = 14,

    /// <summary>Data was lost or corrupted.</summary>
    DataLoss = 15,

    /// <summary>The caller is not authenticated.</summary>
    Unauthenticated = 16,
}
