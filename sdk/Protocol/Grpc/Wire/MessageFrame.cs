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
        WriteHeader(output.GetSpan(HeaderSize), Checked(message.CalculateSize()));
        output.Advance(HeaderSize);
        message.WriteTo(output);
    }

    /// <summary>A message in its frame.</summary>
    /// <param name="message">The message.</param>
    /// <param name="field">A field to add to it.</param>
    /// <exception cref="RpcException">The message is larger than either side accepts.</exception>
    public static byte[] Of(IMessage message, EncodedField? field = null)
    {
        var size = message.CalculateSize();
        if (field is not { } added)
            return Of(message, size, [], []);
        Span<byte> header = stackalloc byte[2 * Varint.MaxSize];
        var headerSize = Varint.Write(header, (int)WireFormat.MakeTag(added.Number, WireFormat.WireType.LengthDelimited));
        headerSize += Varint.Write(header[headerSize..], added.Content.Length);
        return Of(message, size, header[..headerSize], added.Content.Span);
    }

    private static byte[] Of(IMessage message, int messageSize, ReadOnlySpan<byte> fieldHeader, ReadOnlySpan<byte> fieldContent)
    {
        var size = Checked((long)messageSize + fieldHeader.Length + fieldContent.Length);
        var frame = new byte[HeaderSize + size];
        WriteHeader(frame, size);
        message.WriteTo(frame.AsSpan(HeaderSize, messageSize));
        fieldHeader.CopyTo(frame.AsSpan(HeaderSize + messageSize));
        fieldContent.CopyTo(frame.AsSpan(HeaderSize + messageSize + fieldHeader.Length));
        return frame;
    }

    private static int Checked(long size) => size <= GrpcProtocol.MaxMessageSize
        ? (int)size
        : throw new RpcException(StatusCode.ResourceExhausted, $"The message of {size} bytes exceeds the limit of {GrpcProtocol.MaxMessageSize} bytes.");

    private static void WriteHeader(Span<byte> header, int messageSize)
    {
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], messageSize);
    }
}
