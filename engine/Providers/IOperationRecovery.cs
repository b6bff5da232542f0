using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Providers;

/// <summary>
/// A provider that finds out what an operation has done whose end was not recorded: the engine was killed, or the answer was lost. Its
/// methods only read.
/// </summary>
public interface IOperationRecovery
{
    /// <summary>Finds the object that a creation has made.</summary>
    /// <returns>
    /// The object as <see cref="IResourceProvider.CreateAsync"/> would have returned it, with the inputs of the creation;
    /// <see cref="ReadResult.NotFound"/> where there is none that this creation can have made.
    /// </returns>
    /// <exception cref="ResourceProviderException">It cannot be found out; nothing is implied.</exception>
    Task<ReadResult> FindCreatedAsync(CreationLookup lookup, CancellationToken cancellationToken);

    /// <summary>Finds out how far the deletion of an object has come.</summary>
    /// <exception cref="ResourceProviderException">It cannot be found out; nothing is implied.</exception>
    Task<DeletionOutcome> FindDeletionAsync(DeleteRequest request, CancellationToken cancellationToken);
}

/// <summary>The creation whose object is to be found.</summary>
public sealed record CreationLookup
{
    /// <summary>The URN of the resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The checked inputs of the creation, with the automatic name if it has one.</summary>
    public required PropertyMap Inputs { get; init; }

    /// <summary>When the creation began, by the engine's clock; null where not recorded. What is older was not made by it.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>The ids of the existing resources of this type that the state has: none of them is the object.</summary>
    public required IReadOnlyCollection<string> KnownIds { get; init; }
}

/// <summary>How far a deletion has come.</summary>
public enum DeletionOutcome
{
    /// <summary>The object exists, and nothing deletes it.</summary>
    NotBegun,

    /// <summary>The object exists, but its deletion can no longer be stopped.</summary>
    UnderWay,

    /// <summary>The object does not exist.</summary>
    Complete,
}
