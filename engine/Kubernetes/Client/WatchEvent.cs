using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>The type of a watch event.</summary>
internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>A new resource version without a change.</summary>
    Bookmark,
}

/// <summary>A change in a watched collection.</summary>
/// <param name="Type">The type of the change.</param>
/// <param name="Object">The changed object; for a deletion, its last state.</param>
internal readonly record struct WatchEvent(WatchEventType Type, JsonObject Object)
{
    /// <summary>Parses one line of a watch.</summary>
    /// <exception cref="FormatException">The line is not a watch event.</exception>
    /// <exception cref="KubernetesApiException">The server ends the watch with an error.</exception>
    public static WatchEvent Parse(string line)
    {
        JsonObject? change;
        try
        {
            change = JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }

        if (change?["type"] is not JsonValue type || !type.TryGetValue<string>(out var name) || change["object"] is not JsonObject @object)
        {
            throw new FormatException("it has no type or no object");
        }

        change.Remove("object");
        return name switch
        {
            "ADDED" => new WatchEvent(WatchEventType.Added, @object),
            "MODIFIED" => new WatchEvent(WatchEventType.Modified, @object),
            "DELETED" => new WatchEvent(WatchEventType.Deleted, @object),
            "BOOKMARK" => new WatchEvent(WatchEventType.Bookmark, @object),
            "ERROR" => throw KubernetesApiException.FromStatus(@object),
            _ => throw new FormatException($"its type is {name}"),
        };
    }
}
