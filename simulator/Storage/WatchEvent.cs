using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>What happened to an object.</summary>
public enum WatchEventType
{
    /// <summary>The object came into being.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone; the event carries its last state.</summary>
    Deleted,
}

/// <summary>One change of the store.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Item">The object after the change; for a deletion its last state, with the version of the deletion.</param>
/// <param name="Previous">The object before the change; null when it was created.</param>
public sealed record WatchEvent(WatchEventType Type, KubeObject Item, KubeObject? Previous)
{
    /// <summary>The store's version after the change.</summary>
    public long Version => Item.Version;
}
