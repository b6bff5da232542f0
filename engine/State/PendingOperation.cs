using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>The type of a pending operation.</summary>
public enum PendingOperationType
{
    /// <summary>A creation: the resource may exist, with an id that the state lacks.</summary>
    Creating,

    /// <summary>An update: the resource may have its old or its new state.</summary>
    Updating,

    /// <summary>A deletion: the resource may still exist.</summary>
    Deleting,

    /// <summary>A read or an import.</summary>
    Reading,
}

/// <summary>An operation that started but has no recorded end.</summary>
/// <param name="Type">Whether the resource was being created, updated, deleted or read.</param>
/// <param name="Resource">The intended state of the resource; for a deletion, its old state.</param>
public sealed record PendingOperation(PendingOperationType Type, ResourceState Resource);
