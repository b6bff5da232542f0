using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>What was being done to a resource.</summary>
public enum PendingOperationType
{
    /// <summary>It was being created: it may exist without the state knowing its id.</summary>
    Creating,

    /// <summary>It was being changed.</summary>
    Updating,

    /// <summary>It was being deleted.</summary>
    Deleting,

    /// <summary>It was being read.</summary>
    Reading,
}

/// <summary>An operation that had begun but whose end was never recorded.</summary>
/// <param name="Type">What was being done.</param>
/// <param name="Resource">The resource as it was to become, or as it was for a deletion.</param>
public sealed record PendingOperation(PendingOperationType Type, ResourceState Resource);
