using Infra.Engine.Registries;

namespace Infra.Engine.Images.Bundles;

/// <summary>An image of a bundle.</summary>
/// <param name="Name">Its normalized reference.</param>
/// <param name="Repository">The repository it is read from.</param>
/// <param name="Tree">What it consists of.</param>
internal sealed record BundledImage(string Name, RepositoryName Repository, ImageTree Tree);

/// <summary>What has been transferred so far.</summary>
/// <param name="Subject">What is being transferred.</param>
/// <param name="Done">The bytes that are done.</param>
/// <param name="Total">All bytes.</param>
public sealed record TransferProgress(string Subject, long Done, long Total);

/// <summary>What a bundle contains.</summary>
/// <param name="Images">The number of images and signatures.</param>
/// <param name="Blobs">The number of blobs, manifests included.</param>
/// <param name="Size">The length of the file.</param>
/// <param name="Resumed">The bytes of an interrupted export that were kept.</param>
public sealed record BundleSummary(int Images, int Blobs, long Size, long Resumed);
