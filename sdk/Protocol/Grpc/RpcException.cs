namespace Infra.Protocol.Grpc;

/// <summary>A call that ended with a status other than <see cref="StatusCode.OK"/>; thrown by a handler, it becomes that status.</summary>
public sealed class RpcException : Exception
{
    /// <summary>Creates the failure of a call.</summary>
    /// <param name="statusCode">What kind of failure it is.</param>
    /// <param name="detail">What happened, for a human reader; it is sent to the other side.</param>
    /// <param name="innerException">What caused it on this side; it is never sent.</param>
    public RpcException(StatusCode statusCode, string detail, Exception? innerException = null)
        : base(detail.Length > 0 ? detail : $"The call ended with status {statusCode}.", innerException)
    {
        StatusCode = statusCode;
        Detail = detail;
    }

    /// <summary>What kind of failure it is.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The message as it travelled, possibly empty.</summary>
    public string Detail { get; }
}
