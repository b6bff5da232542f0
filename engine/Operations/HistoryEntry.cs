using System.Text.Json;
using Infra.Engine.Events;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>The purpose of an update.</summary>
internal enum UpdateKind
{
    /// <summary>To bring the stack to its program's goal state.</summary>
    Update,

    /// <summary>To delete all resources.</summary>
    Destroy,

    /// <summary>To read the live objects into the state.</summary>
    Refresh,

    /// <summary>To take existing objects into the state.</summary>
    ResourceImport,
}

/// <summary>An update in a stack's history, in Pulumi's format.</summary>
internal sealed record HistoryEntry
{
    public required UpdateKind Kind { get; init; }

    public required string Message { get; init; }

    /// <summary>The circumstances of the update, by Pulumi's names.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Ended { get; init; }

    public required SummaryEvent Summary { get; init; }

    public required IReadOnlyList<ConfigEntry> Config { get; init; }

    public byte[] Serialize()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, SnapshotJson.Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", Kind == UpdateKind.ResourceImport ? "resource-import" : Kind.ToString().ToLowerInvariant());
            writer.WriteNumber("startTime", Started.ToUnixTimeSeconds());
            writer.WriteString("message", Message);
            writer.WriteStartObject("environment");
            foreach (var (name, value) in Environment.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
            WriteConfig(writer);
            writer.WriteNumber("version", 0);
            writer.WriteString("result", Summary.Result == OperationResult.Succeeded ? "succeeded" : "failed");
            writer.WriteNumber("endTime", Ended.ToUnixTimeSeconds());
            writer.WriteStartObject("resourceChanges");
            foreach (var (operation, count) in Summary.ResourceChanges)
            {
                writer.WriteNumber(operation.Name(), count);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private void WriteConfig(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("config");
        foreach (var entry in Config)
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
    }
}
