using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Grpc;
using Infra.Protocol.Grpc.Wire;

namespace Sdk.Tests.Protocol.Grpc.Wire;

public sealed class MessageReaderTests
{
    private static readonly byte[] Hello = new StringValue { Value = new string('h', 1000) }.ToByteArray();

    [Fact]
    public async Task Read_ChunksOfAnySize_ReturnsEveryMessage()
    {
        for (var pieceSize = 1; pieceSize < 20; pieceSize++)
        {
            var pipe = new Pipe();
            var reader = new MessageReader(pipe.Reader, null, StatusCode.Internal);
            var writing = WriteAsync(pipe.Writer, [.. Frame(Hello), .. Frame([]), .. Frame(Hello)], pieceSize);

            Assert.Equal(1000, (await reader.ReadAsync(StringValue.Parser, default))!.Value.Length);
            Assert.Equal("", (await reader.ReadAsync(StringValue.Parser, default))!.Value);
            Assert.Equal(1000, (await reader.ReadAsync(StringValue.Parser, default))!.Value.Length);
            Assert.Null(await reader.ReadAsync(StringValue.Parser, default));
            await writing;
        }
    }

    [Fact]
    public async Task Read_Gzip_IsDecompressed()
    {
        var message = await ReadAsync(Frame(Gzip(Hello), flag: 1), "gzip");

        Assert.Equal(1000, message!.Value.Length);
    }

    [Theory]
    [InlineData(null, StatusCode.Internal)]
    [InlineData("identity", StatusCode.Internal)]
    [InlineData("snappy", StatusCode.Unimplemented)]
    [InlineData("gzip", StatusCode.Internal)]
    public async Task Read_UnsupportedEncoding_Fails(string? encoding, StatusCode expected)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(Frame(Hello, flag: 1), encoding));

        Assert.Equal(expected, failure.StatusCode);
    }

    [Fact]
    public async Task Read_AnnouncedLengthOverTheLimit_IsResourceExhaustedWithoutWaitingForIt()
    {
        byte[] header = [0, 0x7f, 0xff, 0xff, 0xff];

        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => ReadAsync(header, null))).StatusCode);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 5, 1 })]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0x0a, 0x7f })]
    public async Task Read_MalformedBody_IsInternal(byte[] body) =>
        Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(() => ReadAsync(body, null))).StatusCode);

    [Fact]
    public async Task ReadEnd_MoreThanOneMessage_IsInternal()
    {
        var reader = Reader([.. Frame(Hello), .. Frame(Hello)], null);
        await reader.ReadAsync(StringValue.Parser, default);

        Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(() => reader.ReadEndAsync(default).AsTask())).StatusCode);
    }

    private static Task<StringValue?> ReadAsync(byte[] body, string? encoding) =>
        Reader(body, encoding).ReadAsync(StringValue.Parser, default).AsTask();

    private static MessageReader Reader(byte[] body, string? encoding) =>
        new(PipeReader.Create(new MemoryStream(body)), encoding, StatusCode.Unimplemented);

    private static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    private static byte[] Gzip(byte[] message)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(message);
        }

        return compressed.ToArray();
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] body, int pieceSize)
    {
        foreach (var piece in body.Chunk(pieceSize))
        {
            await writer.WriteAsync(piece);
        }

        await writer.CompleteAsync();
    }
}
