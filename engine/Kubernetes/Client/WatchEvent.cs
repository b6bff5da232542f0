using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>What happened to an object.</summary>
internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing happened up to the object's resource version.</summary>
    Bookmark,
}

/// <summary>One change in a watched collection.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after it; for a deletion, as it last was.</param>
internal readonly record struct WatchEvent(WatchEventType Type, JsonObject Object);
