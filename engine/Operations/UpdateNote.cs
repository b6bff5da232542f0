using System.Text.Json;
using Infra.Engine.Events;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>What the history keeps of an update, in Pulumi's format.</summary>
internal static class UpdateNote
{
    public static byte[] Serialize(
        string kind, string message, DateTimeOffset started, DateTimeOffset ended, SummaryEvent summary, IReadOnlyList<ConfigEntry> config)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, SnapshotJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", kind);
            writer.WriteNumber("startTime", started.ToUnixTimeSeconds());
            writer.WriteString("message", message);
            writer.WriteStartObject("environment");
            writer.WriteEndObject();
            writer.WriteStartObject("config");
            foreach (var entry in config)
            {
                writer.WritePropertyName(entry.Key.ToString());
                if (entry.Value is null)
                {
                    writer.WriteNullValue();
                }
                else
                {
                    entry.Value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
            writer.WriteNumber("version", 0);
            writer.WriteString("result", summary.Result == OperationResult.Succeeded ? "succeeded" : "failed");
            writer.WriteNumber("endTime", ended.ToUnixTimeSeconds());
            writer.WriteStartObject("resourceChanges");
            foreach (var (operation, count) in summary.ResourceChanges)
            {
                writer.WriteNumber(operation.Name(), count);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
