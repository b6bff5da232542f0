using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Writes responses.</summary>
internal static class ResponseWriting
{
    private static readonly JsonWriterOptions _compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

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
            WriteLine(response, body);
        }

        await response.BodyWriter.FlushAsync();
    }

    /// <summary>Writes a list of objects, each without <c>kind</c> and <c>apiVersion</c>, and sends it while it is written.</summary>
    /// <param name="response">The response.</param>
    /// <param name="list">The list without its items.</param>
    /// <param name="items">The items.</param>
    public static async Task WriteListAsync(this HttpResponse response, JsonObject list, IEnumerable<JsonObject> items)
    {
        const int SendSize = 256 * 1024;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        using (var writer = new Utf8JsonWriter(response.BodyWriter, _compact))
        {
            var sent = 0L;
            writer.WriteStartObject();
            WriteFields(writer, list);
            writer.WriteStartArray("items"u8);
            foreach (var item in items)
            {
                writer.WriteStartObject();
                WriteFields(writer, item.Where(field => field.Key is not ("kind" or "apiVersion")));
                writer.WriteEndObject();
                if (writer.BytesCommitted + writer.BytesPending - sent > SendSize)
                {
                    writer.Flush();
                    sent = writer.BytesCommitted;
                    await response.BodyWriter.FlushAsync();
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        System.Buffers.BuffersExtensions.Write(response.BodyWriter, "\n"u8);
        await response.BodyWriter.FlushAsync();
    }

    private static void WriteFields(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, JsonNode?>> fields)
    {
        foreach (var (key, value) in fields)
        {
            writer.WritePropertyName(key);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
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

    /// <summary>Writes a line of JSON to the response's buffer. The caller flushes it.</summary>
    public static void WriteLine(HttpResponse response, JsonNode body) => WriteLine(response.BodyWriter, body);

    /// <summary>Writes a watch event to the response's buffer. The caller flushes it.</summary>
    public static void WriteEvent(HttpResponse response, string type, JsonNode item)
    {
        using (var writer = new Utf8JsonWriter(response.BodyWriter, _compact))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            writer.WritePropertyName("object"u8);
            item.WriteTo(writer);
            writer.WriteEndObject();
        }
        response.BodyWriter.Write("\n"u8);
    }

    private static void WriteLine(IBufferWriter<byte> output, JsonNode body)
    {
        using (var writer = new Utf8JsonWriter(output, _compact))
        {
            body.WriteTo(writer);
        }

        output.Write("\n"u8);
    }
}
