using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace Infra.Protocol.Grpc.Wire;

/// <summary>A message's frame: one octet that says whether it is compressed, four for its length, the message.</summary>
internal static class MessageFrame
{
    public const int HeaderSize = 5;

    public static void Write(IBufferWriter<byte> output, IMessage message)
    {
        WriteHeader(output.GetSpan(HeaderSize), CheckedSize(message));
        output.Advance(HeaderSize);
        message.WriteTo(output);
    }

    /// <param name="output">Where to.</param>
    /// <param name="message">The message.</param>
    /// <param name="messageSize">Its <see cref="CheckedSize"/>; reckoning it costs nearly as much as writing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteAsync(Stream output, IMessage message, int messageSize, CancellationToken cancellationToken)
    {
        var frameSize = HeaderSize + messageSize;
        var buffer = ArrayPool<byte>.Shared.Rent(frameSize);
        try
        {
            WriteHeader(buffer, messageSize);
            message.WriteTo(buffer.AsSpan(HeaderSize, messageSize));
            await output.WriteAsync(buffer.AsMemory(0, frameSize), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The message's size in bytes, or a <see cref="StatusCode.ResourceExhausted"/> if it is over the limit.</summary>
    public static int CheckedSize(IMessage message)
    {
        var size = message.CalculateSize();
        return size <= GrpcProtocol.MaxMessageSize
            ? size
            : throw new RpcException(StatusCode.ResourceExhausted, $"The message of {size} bytes exceeds the limit of {GrpcProtocol.MaxMessageSize} bytes.");
    }

    private static void WriteHeader(Span<byte> header, int messageSize)
    {
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], messageSize);
    }
}
