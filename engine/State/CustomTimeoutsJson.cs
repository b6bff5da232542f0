using System.Text.Json;
using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>Converts the timeouts of a resource to and from the JSON of Pulumi's checkpoints, in seconds.</summary>
internal static class CustomTimeoutsJson
{
    public static void Write(Utf8JsonWriter writer, CustomTimeouts? timeouts)
    {
        if (timeouts is null)
        {
            return;
        }

        writer.WriteStartObject("customTimeouts");
        (string Key, TimeSpan? Value)[] limits = [("create", timeouts.Create), ("update", timeouts.Update), ("delete", timeouts.Delete)];
        foreach (var (key, value) in limits)
        {
            if (value is { } limit)
            {
                writer.WriteNumber(key, limit.TotalSeconds);
            }
        }

        writer.WriteEndObject();
    }

    public static CustomTimeouts? Read(JsonElement json)
    {
        return json.ValueKind == JsonValueKind.Object ? new CustomTimeouts(Limit("create"), Limit("update"), Limit("delete")) : null;

        TimeSpan? Limit(string key) =>
            json.TryGetProperty(key, out var seconds) && seconds.GetDouble() > 0 ? TimeSpan.FromSeconds(seconds.GetDouble()) : null;
    }
}
