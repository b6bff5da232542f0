using Google.Protobuf.WellKnownTypes;

namespace Infra.Protocol.Grpc;

/// <summary>
/// A call that ended with a status other than <see cref="StatusCode.OK"/>. A handler throws it to end its call with that status.
/// </summary>
public sealed class RpcException : Exception
{
    /// <summary>Creates an exception with a status and a message.</summary>
    /// <param name="statusCode">The status of the call.</param>
    /// <param name="detail">The message for users. It is sent to the peer.</param>
    /// <param name="innerException">The cause. It is never sent.</param>
    public RpcException(StatusCode statusCode, string detail, Exception? innerException = null)
        : base(detail.Length > 0 ? detail : $"The call ended with status {statusCode}.", innerException)
    {
        StatusCode = statusCode;
        Detail = detail;
    }

    /// <summary>The status of the call.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The transmitted message, possibly empty.</summary>
    public string Detail { get; }

    /// <summary>Messages that describe the failure. They are sent to the peer.</summary>
    public IReadOnlyList<Any> Details { get; init; } = [];

    /// <summary>True where the peer sent the status; false where the client derived it, e.g. from a lost connection.</summary>
    public bool IsFromPeer { get; init; }
}
