using System.Collections.Immutable;

namespace Infra.Kubernetes.Images;

/// <summary>The digests of images by their normalized references.</summary>
/// <param name="Images">The images by reference, as <see cref="ImageReference.Normalize"/> writes it.</param>
public sealed record ImageLock(ImmutableSortedDictionary<string, LockedImage> Images)
{
    private const string DockerHubLibrary = "docker.io/library/";

    /// <summary>A lock without images.</summary>
    public static ImageLock Empty { get; } = new(ImmutableSortedDictionary.Create<string, LockedImage>(StringComparer.Ordinal));

    /// <summary>Finds the image that a reference names; null if there is none.</summary>
    /// <inheritdoc cref="FindName"/>
    public LockedImage? Find(ImageReference image, IEnumerable<string> mirrors) =>
        FindName(image, mirrors) is { } name ? Images[name] : null;

    /// <summary>Finds the key in <see cref="Images"/> of the image that a reference names.</summary>
    /// <param name="image">The reference.</param>
    /// <param name="mirrors">Registries that hold the same images under the same paths, each a host with an optional path.</param>
    /// <returns>Null if there is none, or if several registries have images of that path that differ.</returns>
    public string? FindName(ImageReference image, IEnumerable<string> mirrors)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(mirrors);
        var name = image.Normalize().ToString();
        return Images.ContainsKey(name)
            ? name
            : mirrors
                .Select(mirror => mirror.TrimEnd('/') + "/")
                .Where(mirror => name.StartsWith(mirror, StringComparison.Ordinal))
                .Select(mirror => FindPath(name[mirror.Length..]))
                .FirstOrDefault(found => found is not null);
    }

    /// <summary>Whether the lock has an image: its tag, and if it has a digest, with this digest of the whole or of one platform.</summary>
    /// <inheritdoc cref="FindName"/>
    public bool Has(ImageReference image, IEnumerable<string> mirrors)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Find(image, mirrors) is not null || (image.Digest is { } digest && HasDigest(image, digest, mirrors));
    }

    private bool HasDigest(ImageReference image, string digest, IEnumerable<string> mirrors) =>
        image.Tag is not null
            ? Find(image with { Digest = null }, mirrors) is { } locked && locked.HasDigest(digest)
            : Images.Any(other =>
                other.Value.HasDigest(digest)
                && ImageReference.TryParse(other.Key, out var named)
                && Find(image with { Tag = named.Tag, Digest = null }, mirrors) == other.Value
            );

    private string? FindPath(string path)
    {
        var found = Images
            .Where(image =>
                image.Key[(image.Key.IndexOf('/', StringComparison.Ordinal) + 1)..] == path || image.Key == DockerHubLibrary + path
            )
            .ToArray();
        return found.Length > 0 && found.All(image => image.Value.Digest == found[0].Value.Digest) ? found[0].Key : null;
    }
}
