using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Engine.Docker.Client;

/// <summary>Reads bodies of answers, none of which may grow without bound.</summary>
internal static class BodyReader
{
    private const int MaxBody = 64 << 20;
    private const int MaxLine = 8 << 20;

    /// <summary>Reads a whole body.</summary>
    /// <exception cref="InvalidDataException">It is longer than an answer can be.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = new ArrayBufferWriter<byte>();
        while (await stream.ReadAsync(body.GetMemory(), cancellationToken) is > 0 and var length)
        {
            body.Advance(length);
            if (body.WrittenCount > MaxBody)
            {
                throw new InvalidDataException($"an answer is longer than {MaxBody >> 20} MB");
            }
        }

        return body.WrittenSpan.ToArray();
    }

    /// <summary>Reads a body as JSON; null for an empty one.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidDataException">It is longer than an answer can be.</exception>
    public static async Task<JsonNode?> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(response, cancellationToken);
        return body.AsSpan().Trim(" \r\n\t"u8).IsEmpty ? null : JsonNode.Parse(body);
    }

    /// <summary>Reads the messages of a body that has one JSON object a line.</summary>
    /// <exception cref="JsonException">A line is not JSON.</exception>
    /// <exception cref="InvalidDataException">A line is longer than a message can be.</exception>
    public static async IAsyncEnumerable<JsonObject> ReadMessagesAsync(
        HttpResponseMessage response,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var reader = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken));
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var buffer = result.Buffer;
                while (TryReadLine(ref buffer, result.IsCompleted, out var line))
                {
                    if (Parse(line) is { } message)
                    {
                        yield return message;
                    }
                }

                if (buffer.Length > MaxLine)
                {
                    throw new InvalidDataException($"a message is longer than {MaxLine >> 20} MB");
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        if (!isLast || buffer.IsEmpty)
        {
            return false;
        }

        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static JsonObject? Parse(ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray().AsSpan().Trim(" \r\t"u8);
        return bytes.IsEmpty ? null : JsonNode.Parse(bytes) as JsonObject;
    }
}
