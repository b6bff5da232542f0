using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Writes responses.</summary>
internal static class ResponseWriting
{
    private static readonly byte[] _firstItem = "{"u8.ToArray();
    private static readonly byte[] _nextItem = ",{"u8.ToArray();

    public static async Task WriteJsonAsync(this HttpResponse response, int status, JsonNode body, string contentType = "application/json")
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        if (response.HttpContext.Request.AcceptsGzip())
        {
            var buffer = new ArrayBufferWriter<byte>();
            WriteLine(buffer, body);
            response.WriteCompressed(buffer.WrittenSpan);
        }
        else
        {
            WriteLine(response.BodyWriter, body);
        }

        await response.BodyWriter.FlushAsync();
    }

    /// <summary>Writes the text of an object as a line of JSON.</summary>
    public static async Task WriteObjectAsync(this HttpResponse response, int status, ReadOnlyMemory<byte> text)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (response.HttpContext.Request.AcceptsGzip())
        {
            response.WriteCompressed([.. text.Span, (byte)'\n']);
        }
        else
        {
            response.BodyWriter.Write(text.Span);
            response.BodyWriter.Write("\n"u8);
        }

        await response.BodyWriter.FlushAsync();
    }

    /// <summary>Writes a list of objects, and sends it while it is written.</summary>
    /// <param name="response">The response.</param>
    /// <param name="list">The list without its items.</param>
    /// <param name="items">The texts of the items, each without its opening brace.</param>
    public static async Task WriteListAsync(this HttpResponse response, JsonObject list, IEnumerable<ReadOnlyMemory<byte>> items)
    {
        const int SendSize = 256 * 1024;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        var output = response.BodyWriter;
        output.Write(ObjectText.Write(list).AsSpan()[..^1]);
        output.Write(",\"items\":["u8);
        var (unsent, separator) = (0, _firstItem);
        foreach (var item in items)
        {
            output.Write(separator);
            output.Write(item.Span);
            separator = _nextItem;
            unsent += item.Length;
            if (unsent > SendSize)
            {
                unsent = 0;
                await output.FlushAsync();
            }
        }

        output.Write("]}\n"u8);
        await output.FlushAsync();
    }

    public static async Task WriteYamlAsync(this HttpResponse response, int status, JsonNode body)
    {
        response.StatusCode = status;
        response.ContentType = "application/yaml";
        await response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(YamlWriting.Write(body)));
    }

    public static async Task WriteTextAsync(this HttpResponse response, int status, string text)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        await response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    public static async Task WriteBytesAsync(this HttpResponse response, ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = contentType;
        if (response.HttpContext.Request.AcceptsGzip())
        {
            response.WriteCompressed(body.Span);
            await response.BodyWriter.FlushAsync();
            return;
        }

        await response.BodyWriter.WriteAsync(body);
    }

    public static Task WriteStatusAsync(this HttpResponse response, StatusException error) =>
        response.WriteJsonAsync(error.Code, error.ToJson());

    /// <summary>Writes a watch event to the response's buffer. The caller flushes it.</summary>
    public static void WriteEvent(HttpResponse response, string type, JsonNode item)
    {
        StartEvent(response.BodyWriter, type);
        using (var writer = new Utf8JsonWriter(response.BodyWriter, ObjectText.Writing))
        {
            item.WriteTo(writer);
        }

        response.BodyWriter.Write("}\n"u8);
    }

    /// <summary>Writes a watch event with the text of its object to the response's buffer. The caller flushes it.</summary>
    public static void WriteEvent(HttpResponse response, string type, ReadOnlyMemory<byte> item)
    {
        StartEvent(response.BodyWriter, type);
        response.BodyWriter.Write(item.Span);
        response.BodyWriter.Write("}\n"u8);
    }

    private static void StartEvent(IBufferWriter<byte> output, string type)
    {
        output.Write("{\"type\":\""u8);
        output.Write(Encoding.UTF8.GetBytes(type));
        output.Write("\",\"object\":"u8);
    }

    private static void WriteLine(IBufferWriter<byte> output, JsonNode body)
    {
        using (var writer = new Utf8JsonWriter(output, ObjectText.Writing))
        {
            body.WriteTo(writer);
        }

        output.Write("\n"u8);
    }
}
