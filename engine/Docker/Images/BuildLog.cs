using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Images;

/// <summary>Follows the messages of a build: reports its steps and keeps the last lines for an error.</summary>
internal sealed class BuildLog(ResourceContext context)
{
    private const string Trace = "moby.buildkit.trace";
    private const int Kept = 20;

    // Fields of BuildKit's StatusResponse, its Vertex and its VertexLog.
    private const int VertexField = 1;
    private const int LogField = 3;
    private const int VertexNameField = 3;
    private const int LogTextField = 4;

    private readonly Queue<string> _lines = new();

    /// <summary>The last lines of the output.</summary>
    public string LastLines => string.Join('\n', _lines);

    public void Take(JsonObject message)
    {
        if (message.Text("stream") is { } text)
        {
            Append(text, reports: text.StartsWith("Step ", StringComparison.Ordinal));
        }
        else if (message.Text("id") == Trace && message["aux"] is JsonValue trace && trace.GetValueKind() == JsonValueKind.String)
        {
            TakeTrace(trace.GetValue<string>());
        }
    }

    private void TakeTrace(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return;
        }

        try
        {
            foreach (var (field, content) in ReadFields(bytes.AsSpan(0, length).ToArray()))
            {
                var wanted = field switch
                {
                    VertexField => VertexNameField,
                    LogField => LogTextField,
                    _ => 0,
                };
                foreach (var (_, text) in ReadFields(content).Where(inner => inner.Field == wanted))
                {
                    Append(System.Text.Encoding.UTF8.GetString(text), reports: field == VertexField);
                }
            }
        }
        catch (InvalidProtocolBufferException)
        {
            // Progress in an unknown form: the result of the build does not depend on it.
        }
    }

    private static List<(int Field, byte[] Content)> ReadFields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        var input = new CodedInputStream(message);
        while (input.ReadTag() is > 0 and var tag)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
            {
                fields.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes().ToByteArray()));
            }
            else
            {
                input.SkipLastField();
            }
        }

        return fields;
    }

    private void Append(string text, bool reports)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept)
            {
                _lines.Dequeue();
            }

            if (reports)
            {
                context.Report(line);
            }
        }
    }
}
