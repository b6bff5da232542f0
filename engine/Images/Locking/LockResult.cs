using System.Collections.Immutable;

namespace Infra.Engine.Images.Locking;

/// <summary>What locking has changed.</summary>
public sealed record LockResult
{
    /// <summary>Whether the file was written, because it differed.</summary>
    public required bool IsWritten { get; init; }

    /// <summary>The number of images in the file.</summary>
    public required int Total { get; init; }

    /// <summary>The images that are new.</summary>
    public required ImmutableArray<string> Added { get; init; }

    /// <summary>The images with another digest.</summary>
    public required ImmutableArray<string> Changed { get; init; }

    /// <summary>The images that no stack needs any more.</summary>
    public required ImmutableArray<string> Removed { get; init; }
}
