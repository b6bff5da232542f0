using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Infra.Protocol.Grpc.Wire;

/// <summary>Reads framed messages from a body and parses each without copying once it is complete.</summary>
/// <param name="body">The body of a request or response.</param>
/// <param name="encoding">The peer's <c>grpc-encoding</c>, if it named one.</param>
/// <param name="unknownEncoding">The status for an unsupported encoding, which the specification defines for each side.</param>
internal sealed class MessageReader(PipeReader body, string? encoding, StatusCode unknownEncoding)
{
    /// <summary>Reads the next message; null at the end of the body.</summary>
    public async ValueTask<TMessage?> ReadAsync<TMessage>(MessageParser<TMessage> parser, CancellationToken cancellationToken)
        where TMessage : class, IMessage<TMessage>
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (TryReadHeader(buffer, out var compressed, out var length) && buffer.Length - MessageFrame.HeaderSize >= length)
            {
                var payload = buffer.Slice(MessageFrame.HeaderSize, length);
                var message = Parse(parser, payload, compressed);
                body.AdvanceTo(payload.End);
                return message;
            }

            body.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw new RpcException(StatusCode.Internal, "The body ended within a message.");
            }
        }
    }

    /// <summary>Reads the end of the body and throws if a further message precedes it.</summary>
    public async ValueTask ReadEndAsync(CancellationToken cancellationToken)
    {
        var read = await body.ReadAtLeastAsync(1, cancellationToken).ConfigureAwait(false);
        var extra = !read.Buffer.IsEmpty;
        body.AdvanceTo(read.Buffer.End);
        if (extra)
        {
            throw new RpcException(StatusCode.Internal, "More than one message came where one was expected.");
        }
    }

    private static bool TryReadHeader(in ReadOnlySequence<byte> buffer, out bool compressed, out int length)
    {
        (compressed, length) = (false, 0);
        if (buffer.Length < MessageFrame.HeaderSize)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[MessageFrame.HeaderSize];
        buffer.Slice(0, MessageFrame.HeaderSize).CopyTo(header);
        if (header[0] > 1)
        {
            throw new RpcException(StatusCode.Internal, $"The frame starts with the byte {header[0]}; only 0 and 1 are valid.");
        }

        compressed = header[0] == 1;
        var announced = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (announced > GrpcProtocol.MaxMessageSize)
        {
            throw TooLarge($"The message of {announced} bytes");
        }

        length = (int)announced;
        return true;
    }

    private TMessage Parse<TMessage>(MessageParser<TMessage> parser, in ReadOnlySequence<byte> payload, bool compressed)
        where TMessage : class, IMessage<TMessage>
    {
        try
        {
            return compressed ? parser.ParseFrom(Decompress(payload)) : parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new RpcException(
                StatusCode.Internal,
                $"The message is not a valid {typeof(TMessage).Name}: {exception.Message}",
                exception
            );
        }
        catch (InvalidDataException exception)
        {
            throw new RpcException(StatusCode.Internal, $"The message cannot be decompressed: {exception.Message}", exception);
        }
    }

    private byte[] Decompress(in ReadOnlySequence<byte> payload)
    {
        if (encoding is null or "identity")
        {
            throw new RpcException(StatusCode.Internal, "The message is marked as compressed, but no encoding was named.");
        }

        if (encoding != "gzip")
        {
            throw new RpcException(
                unknownEncoding,
                $"The encoding '{encoding}' is not supported; send one of {GrpcProtocol.AcceptedEncodings}."
            );
        }

        using var compressed = new MemoryStream(payload.ToArray(), writable: false);
        using var gzip = new GZipStream(compressed, CompressionMode.Decompress);
        using var message = new MemoryStream();
        Span<byte> chunk = stackalloc byte[16 * 1024];
        while (gzip.Read(chunk) is var count and > 0)
        {
            if (message.Length + count > GrpcProtocol.MaxMessageSize)
            {
                throw TooLarge("The decompressed message");
            }

            message.Write(chunk[..count]);
        }

        return message.ToArray();
    }

    private static RpcException TooLarge(string what) =>
        new(StatusCode.ResourceExhausted, $"{what} exceeds the limit of {GrpcProtocol.MaxMessageSize} bytes.");
}
