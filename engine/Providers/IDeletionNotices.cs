using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Providers;

/// <summary>A provider that describes what deletions leave behind or destroy besides the resources themselves.</summary>
public interface IDeletionNotices
{
    /// <summary>Describes deletions before the first of them, also in a preview.</summary>
    /// <param name="deletions">All deletions of the provider's resources in a deployment.</param>
    /// <param name="cancellationToken">Aborts requests.</param>
    Task<IReadOnlyList<DeletionNotice>> DescribeDeletionsAsync(IReadOnlyList<Deletion> deletions, CancellationToken cancellationToken);
}

/// <summary>A resource that a deployment is going to delete.</summary>
public sealed record Deletion
{
    /// <summary>The URN of the resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The outputs of the last update.</summary>
    public required PropertyMap OldState { get; init; }

    /// <summary>True where only the record in the state is deleted (<c>retainOnDelete</c>).</summary>
    public required bool KeepsObject { get; init; }

    /// <summary>True where another resource takes its place.</summary>
    public required bool IsReplaced { get; init; }
}

/// <summary>What a deletion leaves behind or destroys.</summary>
/// <param name="Urn">The deleted resource.</param>
/// <param name="Message">The warning.</param>
public sealed record DeletionNotice(Urn Urn, string Message);
