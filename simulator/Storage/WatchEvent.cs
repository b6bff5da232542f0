using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>The type of a watch event.</summary>
public enum WatchEventType
{
    /// <summary>The object was created.</summary>
    Added,

    /// <summary>The object was changed.</summary>
    Modified,

    /// <summary>The object was deleted; the event carries its last state.</summary>
    Deleted,
}

/// <summary>A change of the store.</summary>
/// <param name="Type">The type of the change.</param>
/// <param name="Item">The object after the change; for a deletion its last state, with the version of the deletion.</param>
/// <param name="Previous">The object before the change; null when it was created.</param>
public sealed record WatchEvent(WatchEventType Type, KubeObject Item, KubeObject? Previous)
{
    /// <summary>The store's version after the change.</summary>
    public long Version => Item.Version;
}
