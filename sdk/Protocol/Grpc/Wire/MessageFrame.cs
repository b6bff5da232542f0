using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace Infra.Protocol.Grpc.Wire;

/// <summary>The framing of messages: a compression flag of one byte, a length of four bytes, the message.</summary>
internal static class MessageFrame
{
    public const int HeaderSize = 5;

    public static void Write(IBufferWriter<byte> output, IMessage message)
    {
        WriteHeader(output.GetSpan(HeaderSize), Checked(message.CalculateSize()));
        output.Advance(HeaderSize);
        message.WriteTo(output);
    }

    /// <summary>Encodes a message in its frame.</summary>
    /// <param name="message">The message to encode.</param>
    /// <param name="field">An encoded field to append to the message.</param>
    /// <exception cref="RpcException">The message is too large.</exception>
    public static byte[] Encode(IMessage message, EncodedField? field = null)
    {
        var size = message.CalculateSize();
        if (field is not { } added)
        {
            return Encode(message, size, [], []);
        }

        Span<byte> header = stackalloc byte[2 * Varint.MaxSize];
        var headerSize = Varint.Write(header, (int)WireFormat.MakeTag(added.Number, WireFormat.WireType.LengthDelimited));
        headerSize += Varint.Write(header[headerSize..], added.Content.Length);
        return Encode(message, size, header[..headerSize], added.Content.Span);
    }

    private static byte[] Encode(IMessage message, int messageSize, ReadOnlySpan<byte> fieldHeader, ReadOnlySpan<byte> fieldContent)
    {
        var size = Checked((long)messageSize + fieldHeader.Length + fieldContent.Length);
        var frame = new byte[HeaderSize + size];
        WriteHeader(frame, size);
        message.WriteTo(frame.AsSpan(HeaderSize, messageSize));
        fieldHeader.CopyTo(frame.AsSpan(HeaderSize + messageSize));
        fieldContent.CopyTo(frame.AsSpan(HeaderSize + messageSize + fieldHeader.Length));
        return frame;
    }

    private static int Checked(long size) =>
        size <= GrpcProtocol.MaxMessageSize
            ? (int)size
            : throw new RpcException(
                StatusCode.ResourceExhausted,
                $"The message of {size} bytes exceeds the limit of {GrpcProtocol.MaxMessageSize} bytes."
            );

    private static void WriteHeader(Span<byte> header, int messageSize)
    {
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], messageSize);
    }
}
