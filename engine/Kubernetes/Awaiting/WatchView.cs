using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>The watched objects at one moment.</summary>
internal readonly struct WatchView(IReadOnlyDictionary<GroupVersionKind, WatchCache>? caches)
{
    /// <summary>An object by name, or null.</summary>
    public JsonObject? Find(GroupVersionKind type, string name) => caches?.GetValueOrDefault(type)?.Find(name);

    /// <summary>All objects of a type.</summary>
    public IReadOnlyCollection<JsonObject> All(GroupVersionKind type) => caches?.GetValueOrDefault(type)?.All ?? [];

    /// <summary>The objects of a type that an object owns.</summary>
    public IReadOnlyCollection<JsonObject> OwnedBy(GroupVersionKind type, string ownerUid) => caches?.GetValueOrDefault(type)?.OwnedBy(ownerUid) ?? [];

    /// <summary>Whether the objects of a type are as new as a resource version, so that one that is not there does not exist any more.</summary>
    public bool HasSeen(GroupVersionKind type, JsonObject version) =>
        caches?.GetValueOrDefault(type) is { } cache
        && !ResourceVersions.IsOlder(cache.Version, version.Text("metadata", "resourceVersion") ?? "");

    /// <summary>Why some of the collections cannot be followed.</summary>
    public IEnumerable<string> Failures => caches?.Values.Select(c => c.Failure?.Message).OfType<string>() ?? [];

    /// <summary>Why the connection is interrupted just now, or null.</summary>
    public string? Interruption => caches?.Values.Select(c => c.Interruption).FirstOrDefault(i => i is not null);
}
