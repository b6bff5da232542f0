using Google.Protobuf;

namespace Infra.Protocol.Grpc.Wire;

/// <summary>The header <c>grpc-status-details-bin</c>: a <see cref="Status"/> in base64 without padding.</summary>
internal static class StatusDetails
{
    public static string Encode(RpcException failure)
    {
        var status = new Status { Code = (int)failure.StatusCode, Message = failure.Detail };
        status.Details.AddRange(failure.Details);
        return Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
    }

    /// <summary>Decodes the header. One that cannot be decoded is ignored, so that the status and its message are not lost.</summary>
    public static Status Decode(string? encoded)
    {
        if (encoded is null)
        {
            return new Status();
        }

        try
        {
            var padded = encoded.TrimEnd('=');
            padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
            return Status.Parser.ParseFrom(Convert.FromBase64String(padded));
        }
        catch (Exception error) when (error is FormatException or InvalidProtocolBufferException)
        {
            return new Status();
        }
    }
}
