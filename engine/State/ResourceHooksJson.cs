using System.Text.Json;
using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>Converts the hooks of a resource to and from the JSON of Pulumi's checkpoints.</summary>
internal static class ResourceHooksJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyDictionary<HookType, IReadOnlyList<string>> hooks)
    {
        if (hooks.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("resourceHooks");
        foreach (var (type, names) in hooks.OrderBy(hook => hook.Key.ToString(), StringComparer.Ordinal))
        {
            writer.WriteStartArray(type.ToString());
            foreach (var name in names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <exception cref="FormatException">A type of hook is unknown.</exception>
    public static IReadOnlyDictionary<HookType, IReadOnlyList<string>> Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return ResourceHooks.None;
        }

        var hooks = new Dictionary<HookType, IReadOnlyList<string>>();
        foreach (var hook in json.EnumerateObject())
        {
            if (!Enum.TryParse<HookType>(hook.Name, out var type))
            {
                throw new FormatException($"'{hook.Name}' is not a type of resource hook");
            }

            hooks[type] = [.. hook.Value.EnumerateArray().Select(name => name.GetString() ?? "")];
        }

        return hooks;
    }
}
