using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Awaiting;

/// <summary>A consistent view of the watched objects.</summary>
internal readonly struct WatchView(IReadOnlyDictionary<GroupVersionKind, WatchCache>? caches)
{
    /// <summary>Finds an object by name, or null.</summary>
    public JsonObject? Find(GroupVersionKind type, string name) => caches?.GetValueOrDefault(type)?.Find(name);

    /// <summary>Gets all objects of a type.</summary>
    public IReadOnlyCollection<JsonObject> All(GroupVersionKind type) => caches?.GetValueOrDefault(type)?.All ?? [];

    /// <summary>Gets the objects of a type that an object owns.</summary>
    public IReadOnlyCollection<JsonObject> OwnedBy(GroupVersionKind type, string ownerUid) =>
        caches?.GetValueOrDefault(type)?.OwnedBy(ownerUid) ?? [];

    /// <summary>
    /// True if the view is at least as new as an object's resource version, so that an object missing in it has been deleted.
    /// </summary>
    public bool Includes(GroupVersionKind type, JsonObject version) =>
        caches?.GetValueOrDefault(type) is { } cache
        && !ResourceVersions.IsOlder(cache.Version, version.Text("metadata", "resourceVersion") ?? "");

    /// <summary>The errors of watches that have failed permanently.</summary>
    public IEnumerable<string> Failures => caches?.Values.Select(c => c.Failure?.Message).OfType<string>() ?? [];

    /// <summary>The error of a watch that is being retried, or null.</summary>
    public string? Interruption => caches?.Values.Select(c => c.Interruption).FirstOrDefault(i => i is not null);
}
