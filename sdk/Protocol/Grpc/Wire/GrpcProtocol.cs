using System.Globalization;

namespace Infra.Protocol.Grpc.Wire;

/// <summary>The constants of gRPC over HTTP/2.</summary>
internal static class GrpcProtocol
{
    /// <summary>The maximum size of a message in bytes, which is Pulumi's.</summary>
    public const int MaxMessageSize = 400 * 1024 * 1024;

    public const string ContentType = "application/grpc";
    public const string StatusHeader = "grpc-status";
    public const string MessageHeader = "grpc-message";
    public const string DetailsHeader = "grpc-status-details-bin";
    public const string TimeoutHeader = "grpc-timeout";
    public const string EncodingHeader = "grpc-encoding";
    public const string AcceptEncodingHeader = "grpc-accept-encoding";
    public const string AcceptedEncodings = "identity,gzip";

    /// <summary>True for <c>application/grpc</c> and <c>application/grpc+proto</c>, with or without parameters.</summary>
    public static bool IsGrpcContentType(string? contentType)
    {
        var mediaType = contentType.AsSpan();
        var parameters = mediaType.IndexOf(';');
        mediaType = (parameters < 0 ? mediaType : mediaType[..parameters]).Trim();
        return mediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase)
            || mediaType.Equals(ContentType + "+proto", StringComparison.OrdinalIgnoreCase);
    }

    public static StatusCode ParseStatus(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && Enum.IsDefined((StatusCode)code)
            ? (StatusCode)code
            : StatusCode.Unknown;

    public static string FormatStatus(StatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    /// <summary>The status of an HTTP response that has none (gRPC's http-grpc-status-mapping).</summary>
    public static StatusCode FromHttpStatus(int httpStatus) =>
        httpStatus switch
        {
            400 => StatusCode.Internal,
            401 => StatusCode.Unauthenticated,
            403 => StatusCode.PermissionDenied,
            404 => StatusCode.Unimplemented,
            429 or 502 or 503 or 504 => StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        };

    /// <summary>
    /// The status of a stream reset by its HTTP/2 error code (gRPC over HTTP/2, "Errors"). A server that closes the connection in an
    /// orderly way sends NO_ERROR.
    /// </summary>
    public static StatusCode FromHttp2Error(long errorCode) =>
        errorCode switch
        {
            0x0 or 0x7 => StatusCode.Unavailable,
            0x8 => StatusCode.Cancelled,
            0xb => StatusCode.ResourceExhausted,
            0xc => StatusCode.PermissionDenied,
            _ => StatusCode.Internal,
        };
}
