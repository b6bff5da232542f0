using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Simulator.Objects;

/// <summary>The JSON text of objects, compact and with minimal escaping, as Kubernetes writes it.</summary>
internal static class ObjectText
{
    private const int LargestKeptBuffer = 256 * 1024;

    // Objects are at most 512 deep, managed fields a little more.
    private static readonly JsonDocumentOptions _parsing = new() { MaxDepth = 1024 };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>How the texts of objects, and of what contains them, are written.</summary>
    public static JsonWriterOptions Writing { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes an object.</summary>
    public static byte[] Write(JsonObject body)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(4096);
        var writer = _writer ??= new Utf8JsonWriter(buffer, Writing);
        try
        {
            body.WriteTo(writer);
            writer.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            if (buffer.Capacity > LargestKeptBuffer)
            {
                (_buffer, _writer) = (null, null);
            }
            else
            {
                buffer.ResetWrittenCount();
                writer.Reset();
            }
        }
    }

    /// <summary>Parses a text that <see cref="Write"/> returned.</summary>
    public static JsonObject Parse(byte[] text) => (JsonObject)JsonNode.Parse(text, documentOptions: _parsing)!;
}
