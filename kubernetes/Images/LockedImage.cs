using System.Collections.Immutable;

namespace Infra.Kubernetes.Images;

/// <summary>An image of a lock file.</summary>
/// <param name="Digest">The digest of what the reference named: an index, or a manifest of one platform.</param>
/// <param name="Platforms">The digests of the manifests by platform, such as <c>linux/arm64/v8</c>.</param>
public sealed record LockedImage(string Digest, ImmutableSortedDictionary<string, string> Platforms)
{
    /// <summary>Whether the digest is that of the image or of one of its platforms.</summary>
    public bool HasDigest(string digest) => Digest == digest || Platforms.ContainsValue(digest);
}
